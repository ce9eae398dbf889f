const withoutCode = (text: string) => text.replace(/^```[\s\S]*?^```/gm, '');

/** Targets of the links of a Markdown text that are no web addresses. */
export const linksOf = (text: string): string[] =>
  [
    ...withoutCode(text)
      .replace(/`[^`\n]*\[[^`\n]*`/g, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ]
    .map(([, target]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));

/** Anchors that GitHub gives to the headings of a Markdown text. */
export const anchorsOf = (text: string): string[] =>
  [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** Files that a Markdown text quotes whole: code blocks below a comment with a path, such as <!-- src/index.ts -->. */
export const quotesOf = (text: string): { path: string; text: string }[] =>
  [...text.matchAll(/^<!-- (\S+) -->\n```\w*\n([\s\S]*?)^```/gm)].map(([, path, quoted]) => ({
    path,
    text: quoted,
  }));
