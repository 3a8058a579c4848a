import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type BrowserMachine, findBrowser, provisionBrowser } from './browser';

/** Shell scripts stand for browsers and apt-get; Playwright's installer is the real one, before a server of the test's. */
describe('the browser for the tests of the page', () => {
  let root: string;
  let host: Server;
  let said: string[];
  let machine: BrowserMachine;
  const say = (line: string) => void said.push(line);

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'browser '));
    said = [];
    host = createServer((_, response) => void response.writeHead(404).end());
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    machine = {
      env: { PATH: join(root, 'bin'), PLAYWRIGHT_DOWNLOAD_HOST: urlOf(host) },
      provisionDir: join(root, 'provision'),
      playwrightCache: join(root, 'cache'),
      isRoot: true,
      patienceMs: 20_000,
    };
  });
  afterEach(() => {
    host.closeAllConnections();
    host.close();
    rmSync(root, { recursive: true, force: true });
  });

  function program(path: string, script: string): string {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  }
  const browser = (path: string, version: string) =>
    program(join(root, path), `echo 'Chromium ${version} built on it'`);

  it('given one in each place, when looked for, then the given one goes before Playwright’s, and that before the PATH’s', () => {
    const onPath = browser('bin/chromium', '1.0.1');
    expect(findBrowser(machine)).toEqual({ path: onPath, version: '1.0.1' });
    const full = browser('cache/chromium-1255/chrome-linux64/chrome', '2.0.1');
    expect(findBrowser(machine)?.path).toBe(full);
    const shell = browser(
      'provision/chromium/chromium_headless_shell-1/chrome-headless-shell-linux64/chrome-headless-shell',
      '3.0.1',
    );
    expect(findBrowser(machine)?.path).toBe(shell);
    const given = browser('mine', '4.0.1');
    machine.env.CHROMIUM_PATH = given;
    expect(findBrowser(machine)).toEqual({ path: given, version: '4.0.1' });
  });

  it('given a command that only says how to get a browser, when looked for, then it is none', () => {
    program(join(root, 'bin/chromium-browser'), "echo 'requires the chromium snap to be installed' >&2; exit 1");
    expect(findBrowser(machine)).toBeUndefined();
  });

  it('given a CHROMIUM_PATH where none answers, when looked for, then that is said, whatever else is there', () => {
    browser('bin/chromium', '1.0.1');
    machine.env.CHROMIUM_PATH = join(root, 'gone');
    expect(() => findBrowser(machine)).toThrow(`CHROMIUM_PATH is ${join(root, 'gone')}: no browser answers there`);
  });

  it('given nothing and nobody to get it from, when provisioned, then both reasons and the way out are told', async () => {
    machine.isRoot = false;
    await expect(provisionBrowser(say, machine)).rejects.toThrow(
      /^no Chromium for the tests of the page\n {2}Playwright's download: Error: Download failed: server returned code 404.*\n {2}apt-get: only as root, on Debian\n {2}Install one .*CHROMIUM_PATH/,
    );
    expect(said[0]).toBe('to install: chromium (about 115 MB to download, 290 MB of disk)');
  });

  it('given a network that answers nothing, when provisioned, then it is given up after its patience, not when it pleases', async () => {
    host.removeAllListeners('request'); // accepts, and never answers
    machine.patienceMs = 1_500;
    machine.isRoot = false;
    await expect(provisionBrowser(say, machine)).rejects.toThrow(
      "Playwright's download: nothing came for 1.5 s: ended",
    );
  });

  // elsewhere nothing is installed by apt-get, which is what this is about
  const onDebian = existsSync('/etc/debian_version') ? it : it.skip;
  onDebian(
    'given root on Debian, when Playwright’s cannot be had, then Debian’s is installed, and its progress told',
    async () => {
      const installed = join(root, 'bin', 'chromium');
      const installs = `printf "#!/bin/sh\\necho Chromium 9.8.7\\n" > "${installed}"; /bin/chmod 755 "${installed}"`;
      const steps =
        'echo dlstatus:1:12.5:Retrieving; echo dlstatus:1:60.0:Retrieving; echo pmstatus:chromium:100.0:Installed';
      program(join(root, 'bin', 'apt-get'), `case "$*" in *" install "*chromium) ${steps}; ${installs};; esac`);
      expect(await provisionBrowser(say, machine)).toEqual({ path: installed, version: '9.8.7' });
      expect(said).toEqual(expect.arrayContaining(['  chromium: 50 %', '  chromium: 100 %']));
    },
  );
});

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
