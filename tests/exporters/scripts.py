"""Documents in other scripts: every word a person typed becomes one of the same rank in Arabic or Japanese."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zlib import crc32

from model.document import Document, DocumentView
from model.elements import Blueprint
from model.kinds import FieldType, kind_of
from model.record import Record


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ARABIC = _words(
    "خدمة المواطن يطلب تصريح الوقوف من مكتب البلدية ثم يستلم رسالة تأكيد قبل الموعد ويدفع الرسوم عبر البوابة موظف "
    "الاستقبال يراجع الملف ويسجل البيانات في النظام المركزي لجنة المراجعة توافق على الطلب خلال يومين عمل وترسل إشعارا "
    "إلى صاحب الطلب فريق الدعم يجيب عن الأسئلة بالهاتف أو بالبريد تقرير شهري مؤشر الأداء نسبة الأخطاء تكلفة الإصلاح"
)
_JAPANESE = _words(
    "住民 申請 許可 駐車 窓口 担当 確認 通知 予約 受付 審査 承認 発行 更新 支払い 手数料 お知らせ 郵送 電話 "
    "メール 書類 不備 再提出 登録 システム 連携 部門 責任者 委員会 報告 指標 目標 改善 費用 待ち時間 "
    "問い合わせ 対応 記録 送付 受け取る 調べる 決める 患者 診察 検査 結果 紹介状 カルテ ポータル キャンセル"
)
_PARTICLES = ("の", "を", "に", "で", "と", "が", "は", "")
_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
# What is not words: codes that the program itself reads, addresses, units.
_CODES = {"id", "order", "extra", "currency", "language", "field", "check", "mime", "contact", "external_url"}


def in_script(document: DocumentView, language: str) -> Document:
    """The document in a language whose words are those of another script (`ar` or `ja`); others: as it is."""
    words = {"ar": _arabic, "ja": _japanese}.get(language)
    if words is None:
        return Document(document.rows())
    return Document([replace(row, **_said(row, language, words)) for row in document.rows()])


def _said(row: Record, language: str, words: Any) -> Mapping[str, Any]:
    """The fields of a row that change."""
    found: dict[str, Any] = {"language": language} if isinstance(row, Blueprint) else {}
    for field in kind_of(row).fields:
        value = getattr(row, field.name)
        if not value or field.refers or field.name in _CODES:
            continue
        if field.holds is FieldType.TEXT:
            found[field.name] = words(value)
        elif field.holds is FieldType.TEXTS:
            found[field.name] = tuple(map(words, value))
    return found


def _arabic(text: str) -> str:
    return _WORD.sub(lambda word: _ARABIC[crc32(word[0].casefold().encode()) % len(_ARABIC)], text)


def _japanese(text: str) -> str:
    """Words without spaces between, joined by particles."""

    def word(found: re.Match[str]) -> str:
        place = crc32(found[0].casefold().encode())
        return _JAPANESE[place % len(_JAPANESE)] + _PARTICLES[place // 97 % len(_PARTICLES)]

    return re.sub(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])", "", _WORD.sub(word, text))
