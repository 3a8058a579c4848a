import { everyView } from './every-view';
import { failingRun } from './failing-run';
import { hostileText } from './hostile-text';
import { keyboard } from './keyboard';
import { liveRun } from './live-run';
import { longList } from './long-list';
import { newRun } from './new-run';
import { describePage } from './page-under-test';
import { readmePicture } from './readme-picture';
import { safety } from './safety';
import { sampleRun } from './sample-run';
import { symbols } from './symbols';

// The first wants nothing to be there; the last three leave a reviewer without its model, ten thousand runs, and a WebUI
// that asks for a token.
describePage(
  sampleRun,
  readmePicture,
  failingRun,
  newRun,
  symbols,
  keyboard,
  liveRun,
  everyView,
  hostileText,
  longList,
  safety,
);
