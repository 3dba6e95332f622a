"""The README of a bundle: for a receiver who has nothing but the bundle."""

from __future__ import annotations

from factbook.reports.bundle.bag import MANIFEST, SIGNATURE, TAG_MANIFEST
from factbook.reports.bundle.signing import NAMESPACE

README_FILE = "README.txt"

_TEXT = """\
{title}
{rule}

This folder is a fact-check with all that proves it. Begin with data/report.html: it opens in any browser and
loads nothing from anywhere. Each [n] in it leads to quoted words, which stand in a kept copy of the source.

  data/report.html             the report
  data/check.json              the whole check: sources, quotes, judgements, sentences
  data/snapshots/              the kept copies; each file is named by the sha256 of its bytes
  data/calls/                  what language models were asked, if any were; named in the same way
  data/captures.wacz           the web pages as fetched, if there are any (opens on https://replayweb.page)
  data/ro-crate-metadata.json  what each file is (RO-Crate 1.1)
  {manifest}          the sha256 of every file in data/ (BagIt 1.0, RFC 8493)
  {tag_manifest}       the sha256 of the other files, the one above among them

Prove it with tools every system has
------------------------------------

In this folder, on Linux:

  sha256sum -c {tag_manifest} {manifest}

On a Mac: shasum -a 256 -c {tag_manifest} {manifest}
On Windows, in PowerShell, one file at a time: Get-FileHash data\\report.html

Every line must end in OK. That shows that no file was changed by accident. Whoever changes a file on purpose
can write new hashes as well; so compare one more number with the digest that the publisher gives out:

  sha256sum {tag_manifest}

A quote by hand: data/check.json gives for each quote its copy ("snapshot"), its words ("exact") and where
they stand in the copy's text ("start" and "end", counted in characters). The text is data/snapshots/X.txt,
where X is the copy's "text_sha256".

Prove it with factbook
----------------------

  pip install factbook
  factbook verify THE_ZIP --digest sha256:DIGEST

also looks for every quote at its place in its copy, reads the texts out of the copies again, counts the
stance table anew, and compares what the report says with what comes out. It needs no network.

If there is a file {signature}, the bundle is signed. With the publisher's public key in a
file KEY.pub: factbook verify THE_ZIP --signers KEY.pub
or, with OpenSSH alone, where SIGNERS has the line "publisher" and then the key:

  ssh-keygen -Y verify -f SIGNERS -I publisher -n {namespace} -s {signature} < {tag_manifest}
"""


def receiver_readme(headline: str) -> bytes:
    """Write the README of the bundle of a check."""
    title = f"Fact check: {' '.join(headline.split())}"
    return _TEXT.format(
        title=title,
        rule="=" * min(len(title), 100),
        manifest=MANIFEST,
        tag_manifest=TAG_MANIFEST,
        signature=SIGNATURE,
        namespace=NAMESPACE,
    ).encode()
