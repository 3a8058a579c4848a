import { requestPath, routeOf, runPath, runsPath } from './route';

describe('an address of the page', () => {
  it.each([
    ['/', '', { page: 'overview' }],
    ['/runs', '?symbol=SIMA', { page: 'runs', symbol: 'SIMA', status: '' }],
    ['/runs/', '', { page: 'runs', symbol: '', status: '' }],
    ['/new', '', { page: 'new' }],
    ['/symbols', '', { page: 'symbols' }],
    ['/nothing', '', { page: 'unknown' }],
    ['/runs/a/b', '', { page: 'unknown' }],
    ['/runs/%E0%A4%A', '', { page: 'run', runId: '%E0%A4%A' }],
  ])('given %s%s, when read, then it is %j', (pathname, search, route) => {
    expect(routeOf(pathname, search)).toEqual(route);
  });

  it('given ids and filters, when made into addresses and read, then they are the same', () => {
    expect(routeOf(runPath('a/b?'), '')).toEqual({ page: 'run', runId: 'a/b?' });
    expect(routeOf(requestPath('id 1'), '')).toEqual({ page: 'request', requestId: 'id 1' });
    const [pathname = '', search] = runsPath({ symbol: 'A&B', status: 'FAILED' }).split('?');
    expect(routeOf(pathname, `?${search}`)).toEqual({ page: 'runs', symbol: 'A&B', status: 'FAILED' });
  });
});
