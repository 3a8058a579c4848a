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
