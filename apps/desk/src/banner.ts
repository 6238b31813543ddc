export interface BannerFacts {
  readonly url: string;
  readonly signInUrl: string;
  readonly adminKey: string;
  /** The key was given by WIREDESK_ADMIN_KEY: whoever gave it knows it, so it is not printed. */
  readonly adminKeyGiven: boolean;
  readonly dataFolder: string;
  readonly demo: number;
}

/** What a person needs to know after `npm start`, and nothing else. */
export function banner(facts: BannerFacts): string {
  const rows: [string, string][] = [
    ['page', `${facts.url}/`],
    ['sign in', `${facts.signInUrl}   (once)`],
    ['API', `${facts.url}/docs`],
    ['admin key', facts.adminKeyGiven ? 'as given by WIREDESK_ADMIN_KEY' : facts.adminKey],
    ['data', facts.dataFolder],
  ];
  if (facts.demo > 0)
    rows.push(['demo', `${facts.demo} invented dispatches are coming in; --no-demo starts empty`]);
  return ['', 'wiredesk runs', ...rows.map(([name, value]) => `  ${name.padEnd(10)} ${value}`), ''].join(
    '\n',
  );
}
