/**
 * Trading words that mean the same: term(s) → phrases, applied alike to the words of a text and to the words of a fact's
 * path, so that both speak one language. Longer phrases are matched first; plurals need no entry.
 */
export const SYNONYMS: Record<string, string> = {
  buyhold:
    'buy and hold, buy hold, buy n hold, bnh, hodl, benchmark, passive, simply holding, ' +
    'just holding, merely holding, simply held, just held, merely held, buying and holding, bought and held, holding the asset, holding the pair, holding the coin, holding the stock, holding the share, holding the token, ' +
    'holding the index, holding the fund, holder, bh',
  drawdown:
    'max drawdown, maximum drawdown, maximal drawdown, maximum draw down, drawdown, draw down, mdd, ' +
    'max dd, maximum dd, dd, peak to trough decline, peak to trough loss, peak to trough fall, ' +
    'peak to trough drop, peak to trough, worst decline, worst drop, worst dip, deepest dip, ' +
    'deepest fall, deepest loss, largest decline, largest drop, drop from its peak, drop from peak, ' +
    'fall from peak, fall from a peak, largest fall, biggest fall, worst fall, deepest setback, largest setback, ' +
    'biggest setback, biggest drop, biggest decline, underwater, under water, drew down, drawn down, from its peak, from peak, from the peak, ' +
    'below its peak, from its high',
  sharpe: 'sharpe, sharp ratio, shp',
  winrate:
    'win rate, winrate, hit rate, hit ratio, win ratio, win percentage, winning percentage, ' +
    'winning share, winner, strike rate, success rate, share of win, percent profitable, won, ' +
    'profitable, winning, wr',
  profitfactor: 'profit factor, profitfactor, gross profit to gross loss, gross profit divided by gross loss, pf',
  volatility: 'volatility, vol, realised vol, realized volatility',
  annualised: 'annualised, annualized, annual, annually, per year, per annum, yearly, a year, p a, pa, ann',
  'annualised return':
    'cagr, compound, compounded, compounding, compound annual growth, compound annual growth rate, compounded annual growth rate',
  return: 'total return, return, returned, returning, overall performance, cumulative return, net return, roi, ret',
  profit: 'profit, pnl, p l, p and l, net profit, profit and loss, earning',
  'excess return':
    'excess return, outperformance, outperformed, underperformed, underperformance, outperform, ' +
    'underperform, difference in return, return difference',
  stop: 'stop loss, stoploss, stop, sl, protective stop, stop out, stopped out, invalidation',
  target:
    'take profit, takeprofit, tp, price target, target price, profit target, target, ' +
    'price objective, upside objective, objective, aim, aim for, aiming, aiming for',
  entry:
    'entry, enter, entering, entered, fill price, buy in, go short, go long, buy at, sell at, ' +
    'short at, long at, went long, went short',
  support: 'support, floor',
  resistance: 'resistance, ceiling, resistence',
  close:
    'last close, last closing price, latest close, closing price, close price, price close, ' +
    'current price, last price, latest price, market price, spot price, spot, closed, closing, ' +
    'close, trade at, trading at, traded at, trading around, changed hand, quoted',
  confidence: 'confidence, conviction, certainty, confident, confidence score, confidence level',
  rsi: 'rsi, relative strength index, relative strength',
  atr: 'atr, average true range',
  sma:
    'sma, simple moving average, moving average, ma, dma, ' +
    'day average, day mean, week average, week mean, period average, bar average, day moving average, day simple moving average',
  adx: 'adx, average directional index, directional index',
  macd: 'macd, moving average convergence divergence',
  bollinger: 'bollinger, bollinger band, bb',
  var: 'var, value at risk',
  cvar: 'cvar, expected shortfall, conditional value at risk, conditional var',
  skew: 'skew, skewness',
  kurtosis: 'kurtosis, kurt',
  stochastic: 'stochastic, stoch, stochastic oscillator',
  obv: 'obv, on balance volume',
  mfi: 'mfi, money flow index',
  cci: 'cci, commodity channel index',
  vwap: 'vwap, volume weighted average price',
  roc: 'roc, rate of change',
  alltimehigh: 'all time high, ath, record high',
  openinterest: 'open interest, oi',
  marketcap: 'market cap, marketcap, mcap, mkt cap, market capitalisation, market capitalization',
  informationratio: 'information ratio',
  trackingerror: 'tracking error',
  learningrate: 'learning rate, lr',
  'batch size': 'bsz',
  entropy: 'entropy, ent, entropy coefficient, entropy bonus',
  gamma: 'gamma, gam, discount factor',
  change: 'change, chg',
  ema: 'ema, exponential moving average, exponential average',
  rmultiple:
    'r multiple, rmultiple, reward to risk, reward risk, risk to reward, risk reward, rr, ' +
    'reward-to-risk, payoff ratio, r:r, r r',
  size: 'position size, position sizing, size, sizing, sized, quantity, qty, stake, coin, contract',
  exposure: 'exposure, time in market, time in the market, in the market, exposed, expo',
  trade: 'trade, round trip, roundtrip, transaction, deal',
  cost: 'cost, fee, commission, trading cost, cost paid, costs paid, transaction cost',
  member: 'member, vote, voter, voted',
  agreement: 'agreement, unanimity, consensus',
  psr: 'psr, probabilistic sharpe, probabilistic sharpe ratio',
  dsr: 'dsr, deflated sharpe, deflated sharpe ratio',
  policyrate: 'policy rate, base rate, interest rate, key rate, cut its rate, raised its rate',
  year: 'year, yr, y',
  pvalue: 'p value, pvalue, p val, p',
  interval: 'interval, confidence interval, ci, credible interval, error bar, confidence band',
  bar: 'bar, candle, candlestick',
  equity: 'equity, capital, account, balance, portfolio value, account value, nav, net asset value',
  test: 'test, testing, out of sample, oos, test window, test set, test span, test period, hold out, ' + 'held out',
  train: 'train, training, in sample, trained, training window, training set',
  validation: 'validation, validating, validate',
  random: 'random, randomly, coin flip, monkey',
  self: 'policy, strategy, agent, model, system, ensemble, it, its, algorithm, bot',
  january: 'january, jan',
  february: 'february, feb',
  april: 'april, apr',
  june: 'june, jun',
  july: 'july, jul',
  august: 'august, aug',
  september: 'september, sep, sept',
  october: 'october, oct',
  november: 'november, nov',
  december: 'december, dec',
  qoq: 'qoq, quarter on quarter, quarter over quarter, on the quarter',
  yoy: 'yoy, year on year, year over year, on the year',
  low: 'low, lower, lower bound, low end, bottom, worst, lo',
  high: 'high, upper, upper bound, high end, top, best, hi',
  median: 'median, typical, middle',
  mean: 'mean, average, avg, on average',
  first: 'first, start, started, starting, began, begin, from, since, begun',
  last: 'last, end, ended, ending, until, through, till, finish, finished, to, up to, latest',
  asof: 'as of, asof',
  valid: 'valid, expire, expiry, expiration, good until, holds until',
  probability: 'probability, chance, prob, likelihood, odd',
  holding: 'holding period, holding, holding time, held, hold time',
  slippage: 'slippage, slip',
  aum: 'aum, asset under management',
  leverage: 'leverage, levered, geared, gearing',
  volume: 'volume, turned over',
  expectancy: 'expectancy, expected value',
  risk: 'risk, risked, risking, at risk',
  parameter: 'parameter, param',
  period: 'period, window, span',
  standarddeviation: 'standard deviation, stdev, std, std dev, sd',
  standarderror: 'std error, std err, standard error, stderr, se',
  'trade winrate':
    'trade won, winning trade, profitable trade, trade were winner, trade were profitable, ' +
    'trade made money, trade were win, trade ended in profit, trade closed in profit',
};
