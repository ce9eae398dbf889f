/** Version of package.json; a test compares the two. Reading the file would cost each start some time. */
export const version = '0.1.0';
