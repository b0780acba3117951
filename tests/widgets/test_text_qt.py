"""Our widths against Qt's own, without hinting."""

from __future__ import annotations

import pytest

from model.layout.fonts import FontBook
from model.layout.text import Shaper, TextStyle

pytest.importorskip("PySide6")

TEXTS = [
    ("NotoSans-Regular", False, "The officer checks the application, AVATAR & Towns (12.5 %) office"),
    ("NotoSans-Bold", True, "The officer checks the application, AVATAR & Towns (12.5 %) office"),
    ("NotoSans-Regular", False, "Кто проверяет заявку? Ποιος ελέγχει την αίτηση;"),
    ("NotoSansArabic-Regular", False, "يتحقق الموظف من الطلب"),
    ("NotoSansHebrew-Regular", False, "שלום עולם"),
    ("NotoSansThai-Regular", False, "ผู้ยื่นคำขอส่งแบบฟอร์ม"),
    ("DroidSansFallbackFull", False, "東京都で許可証を申請する"),
]


@pytest.mark.parametrize(("key", "bold", "text"), TEXTS)
@pytest.mark.parametrize("size", [12, 31])
@pytest.mark.usefixtures("qapp")
def test_qt_measures_what_we_measure(key: str, bold: bool, text: str, size: int) -> None:
    from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

    book = FontBook.bundled(system=False)
    number = QFontDatabase.addApplicationFont(str(book.path(key)))
    font = QFont(QFontDatabase.applicationFontFamilies(number)[0])
    font.setPixelSize(size)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)

    theirs = QFontMetricsF(font).horizontalAdvance(text)

    assert Shaper(book).line(text, TextStyle(float(size), bold)).width == pytest.approx(theirs, rel=0.002)
