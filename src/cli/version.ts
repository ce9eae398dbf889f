/** That of package.json, which a test holds it to: reading the file would cost each start some time. */
export const version = '0.1.0';
