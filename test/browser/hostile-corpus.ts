/** Taken for HTML it would act; as text it is only ugly. No numbers are in it: the claim ledger would speak of them. */
export const HOSTILE_HTML = [
  '<script>window.hacked = "script"; alert("script")</script>',
  "<img src=x onerror=\"window.hacked = 'onerror'; alert('onerror')\">",
  '<svg onload="alert(\'svg\')"><animate onbegin="alert(\'begin\')" attributeName="x"></svg>',
  '"><iframe src="javascript:alert(\'frame\')"></iframe>',
  "'><a href=\"javascript:alert('link')\">a link</a>",
  '<style>body { display: none }</style><link rel="stylesheet" href="https://evil.example/x.css">',
  '<meta http-equiv="refresh" content="zero; url=https://evil.example/"><base href="https://evil.example/">',
  '<form action="https://evil.example/"><button>Sign in again</button></form>',
  '<math><mtext><img src="https://evil.example/pixel.png"></mtext></math>',
  '</textarea></script><object data="https://evil.example/"></object>',
];
/** The same for other readers: of entities, of templates, of markdown. */
export const HOSTILE_MARKUP = [
  ...HOSTILE_HTML,
  '&lt;b&gt; &amp;amp; &#x3C;script&#x3E;',
  "{{constructor.constructor('alert(document.domain)')()}} ${alert('template')}",
  '[a link](javascript:alert("markdown")) ![pixel](https://evil.example/pixel.png) <https://evil.example/>',
  '# a heading **bold** `code` | a | table |',
];
/** What is left of these to see has no control character, and cannot turn or hide what stands beside it. */
export const CONTROLS = [
  '\u001b[31mred\u001b[0m',
  '\u001b]8;;https://evil.example\u0007a terminal link\u001b]8;;\u0007',
  '\u202eesrever\u202c',
  'zero\u200bwidth',
  'bell\u0007',
];
// eslint-disable-next-line no-control-regex -- these characters are what is looked for
export const ACTING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/;
