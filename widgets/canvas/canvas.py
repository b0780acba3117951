"""The map in a window: body, frozen heads, legend, and the editor that types into them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QContextMenuEvent, QMouseEvent, QResizeEvent, QShowEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QGraphicsScene, QLabel, QWidget

from model.elements import Card, Lane, Link, Stage, Step
from model.layout.compose import DENSE
from model.layout.damage import Damage
from model.layout.drawing import Box, Drawing, Layer, Piece
from model.layout.theme import Theme
from widgets.canvas import cursor
from widgets.canvas.accessible import Voice
from widgets.canvas.capture import Capture
from widgets.canvas.faces import window_faces
from widgets.canvas.inline import InlineEditor
from widgets.canvas.keys import Keys
from widgets.canvas.link_keys import Follow, ends_of
from widgets.canvas.overlays import Overlays
from widgets.canvas.painter import QtDevice
from widgets.canvas.ranges import Range
from widgets.canvas.readying import readying
from widgets.canvas.renewal import Renewal
from widgets.canvas.spotlight import Spotlight
from widgets.canvas.strips import Strip, reach
from widgets.canvas.tiles import TileGrid
from widgets.canvas.tools import Tools
from widgets.canvas.veil import Veil
from widgets.canvas.view import LARGEST, SMALLEST, CanvasView
from widgets.idle import Idle
from widgets.leaving import Leaving
from widgets.selection import Selection
from widgets.workspace import Workspace

_REVEAL = 24
_LEGIBLE = 0.7
# The side strip shows this much of the body, so that no seam is seen at fractions of a pixel.
_SEAM = 2.0


class Canvas(QWidget):
    """Shows and edits one workspace. `menu_wanted`: what kind of thing was asked about, and where on the screen."""

    menu_wanted = Signal(str, QPoint)
    zoomed = Signal(float)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._settled = False
        self._begun_at = workspace.document.revision
        self.idle = Idle(lambda: readying(self), self)
        leaving, fonts = Leaving(self), workspace.fonts
        self.device = QtDevice(fonts, workspace.picture, workspace.records, window_faces(fonts), leaving.take)
        self.scene = QGraphicsScene(self)
        self.view = CanvasView(self.scene, self)
        edge = Qt.Edge
        self.title = Strip(self, (Layer.TITLE,), edge.BottomEdge, self)
        self.top = Strip(self, (Layer.TOP_HEAD,), edge.BottomEdge, self)
        self.side = Strip(self, (Layer.LANE, Layer.GRID, Layer.SIDE_HEAD), edge.RightEdge, self)
        self.legend = Strip(self, (Layer.LEGEND,), edge.TopEdge, self)
        self.corner = Strip(self, (), edge.BottomEdge, self)
        self.side.raise_()
        self.tiles = TileGrid(self.scene, self.device, workspace.drawing, leaving, lambda: self.dense)
        self.renewal = Renewal(self)
        self.overlays = Overlays(self.scene, workspace.theme, self.device)
        self.range = Range(lambda: workspace.map, workspace.selection)
        self.spotlight, self.veil = Spotlight(self), Veil(self)
        self.tools = Tools(self)
        self.capture = Capture(self)
        self.follow = Follow(self)
        self._keys = Keys(self)
        self.inline = InlineEditor(workspace.theme, self._keys.press, self._keys.release, self)
        self._reason = QLabel(self)
        self._reason.setObjectName("reason")
        self._reason.setTextFormat(Qt.TextFormat.PlainText)
        self._reason.hide()
        self.setFocusProxy(self.inline)
        self.view.setFocusProxy(self.inline)
        self.voice = Voice(self)
        self.name_accessibly()
        self._connect()
        self._dress(workspace.theme)
        self._disconnect = (
            workspace.restyled.connect(self._dress),
            workspace.recomposed.connect(self.spotlight.follow),
            workspace.recomposed.connect(self.veil.follow),
            workspace.recomposed.connect(self._recomposed),
            workspace.retitled.connect(self._retitled),
            workspace.selection.changed.connect(lambda _: self.show_selection()),
            workspace.selection.changed.connect(lambda _: self.capture.park()),
        )
        self.show_selection()
        self.capture.park_soon()

    @property
    def drawing(self) -> Drawing:
        """What is played."""
        return self.workspace.drawing

    @property
    def theme(self) -> Theme:
        """In which colours."""
        return self.workspace.theme

    @property
    def selection(self) -> Selection:
        """What of it is selected."""
        return self.workspace.selection

    @property
    def dense(self) -> bool:
        """Whether the map has so many links that nobody waits for all of them at once."""
        return len(self.workspace.document.table(Link)) > DENSE

    @property
    def mirrored(self) -> bool:
        """Whether the document runs right to left."""
        return self.workspace.drawing.rtl

    @property
    def strips(self) -> tuple[Strip, ...]:
        """The heads in sight."""
        return (self.title, self.top, self.side, self.legend)

    def name_accessibly(self) -> None:
        """Names for screen readers."""
        texts = self.workspace.texts
        self.inline.setAccessibleName(texts("window.canvas"))
        self.inline.setAccessibleDescription(texts("window.canvas_help"))

    def detach(self) -> None:
        """Hear nothing of the workspace any more."""
        self.idle.stop()
        self.voice.detach()
        for disconnect in self._disconnect:
            disconnect()

    def arrange(self) -> None:
        """Lay the strips round the body for the zoom, and show in them what belongs beside it."""
        areas, zoom = self.workspace.drawing.areas, self.view.zoom
        width, height = self.width(), self.height()
        top_scale, foot_scale = (self._whole(layer, width) for layer in (Layer.TITLE, Layer.LEGEND))
        title, foot = round(areas.title.height * top_scale), round(areas.legend.height * foot_scale)
        head, side = round(areas.top.height * zoom), min(round(areas.side.width * zoom), width // 2)
        body = QRect(side, title + head, width - side, max(0, height - title - head - foot))
        side_x = 0
        self.side.edge = Qt.Edge.LeftEdge if self.mirrored else Qt.Edge.RightEdge
        if self.mirrored:
            body.moveLeft(0)
            side_x = width - side
        self.title.setGeometry(0, 0, width, title)
        self.top.setGeometry(body.x(), title, body.width(), head)
        self.corner.setGeometry(side_x, title, side, head)
        self.side.setGeometry(side_x, body.y(), side, body.height())
        self.legend.setGeometry(0, height - foot, width, foot)
        self.view.setAlignment(
            Qt.AlignmentFlag.AlignTop | (Qt.AlignmentFlag.AlignRight if self.mirrored else Qt.AlignmentFlag.AlignLeft)
        )
        self.view.setSceneRect(QRectF(*areas.body))
        # One pixel under the strip, so that no seam is seen where Qt rounds the other way.
        self.view.setGeometry(body.adjusted(0, 0, 1, 0) if self.mirrored else body)
        self._place_strips(top_scale, foot_scale)

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom, keeping the point under `at` (view px; None: the middle) where it is."""
        self._settled = True
        self._zoom(zoom, at)

    def _zoom(self, zoom: float, at: QPointF | None = None) -> None:
        zoom = max(SMALLEST, min(LARGEST, zoom))
        spot = at if at is not None else QPointF(self.view.viewport().rect().center())
        fixed = self.view.viewportTransform().inverted()[0].map(spot)
        before = QPointF(self.view.pos()) + spot
        self.finish()
        self.view.set_zoom(zoom)
        self.arrange()
        after = QPointF(self.view.pos()) + self.view.viewportTransform().map(fixed)
        self.view.pan((before - after).toPoint())
        self.zoomed.emit(zoom)

    def zoom_by(self, factor: float) -> None:
        """Zoom round the middle."""
        self.zoom_to(self.view.zoom * factor)

    def settle(self) -> None:
        """Begin with the whole map if it is then legible, else with its beginning at 100 %."""
        whole = self._whole_zoom()
        self._zoom(whole if whole >= _LEGIBLE else 1.0)
        self.view.go_to_start(self.mirrored)

    def zoom_to_fit(self) -> None:
        """Show the whole map, not larger than life."""
        self.zoom_to(self._whole_zoom())

    def finish(self) -> None:
        """Keep what is being typed."""
        self.inline.keep()

    def reveal(self, box: Box) -> None:
        """Scroll a box of the body into sight."""
        self.view.reveal(QRectF(*box), _REVEAL)

    def reveal_id(self, id: str) -> None:
        """Unfold and scroll an element into sight; of a stage, step or lane it is the head that matters."""
        self.workspace.bring_out(id)
        box, row = self.workspace.drawing.box(id), self.workspace.document.find(id)
        if box is None:
            return
        if isinstance(row, Card | Link):
            self.reveal(box)
        elif isinstance(row, Lane | Step | Stage):
            self._reveal_head(box, isinstance(row, Lane))

    def _reveal_head(self, box: Box, across: bool) -> None:
        seen = self.view.viewportTransform().inverted()[0].mapRect(QRectF(self.view.viewport().rect()))
        x, width = (seen.x(), 1.0) if across else (box.x, box.width)
        y, height = (box.y, box.height) if across else (seen.y(), 1.0)
        self.reveal(Box(x, y, width, height))

    def on_widget(self, box: Box, strip: Strip | None = None) -> QRect:
        """Where a box of the drawing lies on the canvas, in the body or on a strip."""
        if strip is not None:
            return strip.to_widget(box).translated(strip.pos()).toRect()
        return self.view.viewportTransform().mapRect(QRectF(*box)).translated(self.view.pos()).toRect()

    def show_reason(self, text: str, at: QPoint) -> None:
        """Say at the cursor why something may not be done; an empty text takes it away."""
        self._reason.setVisible(bool(text))
        if text:
            self._reason.setText(text)
            self._reason.adjustSize()
            x = min(at.x() + 16, self.width() - self._reason.width() - 4)
            self._reason.move(max(0, x), min(at.y() + 18, self.height() - self._reason.height() - 4))
            self._reason.raise_()

    @property
    def reason(self) -> str:
        """The reason shown at the cursor, or nothing."""
        return self._reason.text() if self._reason.isVisibleTo(self) else ""

    def show_selection(self) -> None:
        """Outline what is selected, and the cell the keyboard is in."""
        drawing, document, selection = self.workspace.drawing, self.workspace.document, self.workspace.selection
        rows = [(id, document.find(id)) for id in selection.ids]
        links = [id for id, row in rows if isinstance(row, Link)]
        boxes = [drawing.box(id) for id, row in rows if isinstance(row, Card | Lane)]
        self.overlays.selected.show_boxes(box for box in boxes if box is not None)
        self.overlays.show_links([piece for id in links if (piece := self._link_piece(id)) is not None])
        self.overlays.ends.show_boxes(ends_of(document, drawing, links))
        cell = selection.cell if not selection.ids else None
        box = drawing.cell_box(*cell) if cell else None
        self.overlays.cell.show_boxes((box,) if box else ())
        heads = [drawing.box(id) for id, row in rows if not isinstance(row, Card | Link)]
        for strip in self.strips:
            strip.outline([box for box in heads if box is not None])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fitted anew until the person zooms, scrolls or edits, or is shown something further on."""
        super().resizeEvent(event)
        self._settled = self._settled or not self.view.at_start(self.mirrored)
        self.arrange()
        if not self._settled and self.isVisible():
            self.settle()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit once the window has its size: that is, until the person zooms or edits."""
        super().showEvent(event)
        if not self._settled:
            self.settle()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Over a strip the wheel does what it does over the body."""
        spot = QPointF(self.view.mapFrom(self, event.position().toPoint()))
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_to(self.view.zoom * 1.0015 ** event.angleDelta().y(), spot)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.view.pan(QPoint(event.angleDelta().y(), 0))
        else:
            self.view.pan(event.angleDelta() / 2)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.name_accessibly()

    def _connect(self) -> None:
        self.view.zoom_wanted.connect(lambda factor, at: self.zoom_to(self.view.zoom * factor, at))
        self.view.scrolled.connect(self._scrolled)
        self.view.painted.connect(self.idle.begin, Qt.ConnectionType.SingleShotConnection)
        self.inline.focused.connect(self.overlays.focus)
        self.inline.walked_in.connect(self._show_cursor)
        self.inline.begun.connect(self.capture.begin_here)
        self.inline.kept.connect(self.capture.keep)
        self.inline.dropped.connect(self.capture.drop)
        self.inline.textChanged.connect(self.capture.come_back)
        sources: tuple[CanvasView | Strip, ...] = (self.view, *self.strips)
        for source in sources:
            source.pressed.connect(self.tools.press)
            source.moved.connect(self.tools.move)
            source.released.connect(self.tools.release)
            source.double_clicked.connect(self._double_clicked)
        for strip in self.strips:
            strip.menu_wanted.connect(self._menu)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._view_menu)

    def _whole_zoom(self) -> float:
        areas = self.workspace.drawing.areas
        room = self.height() - self.title.height() - self.legend.height()
        across = self.width() / max(areas.side.width + areas.body.width, 1.0)
        down = room / max(areas.top.height + areas.body.height, 1.0)
        return min(across, down, 1.0)

    def _place_strips(self, top_scale: float, foot_scale: float) -> None:
        areas, seen = self.workspace.drawing.areas, self.view.viewportTransform()
        zoom, across, down = seen.m11(), seen.dx(), seen.dy()
        slid = self.view.horizontalScrollBar(), self.view.verticalScrollBar()
        hidden_above = slid[1].value() > slid[1].minimum()
        hidden_beside = slid[0].value() < slid[0].maximum() if self.mirrored else slid[0].value() > slid[0].minimum()
        area = areas.top
        self.top.show_part(area, QTransform(zoom, 0, 0, zoom, across, -area.y * zoom), hidden_above)
        area = areas.side
        if self.mirrored:
            area = area._replace(x=area.x - _SEAM, width=area.width + _SEAM)
        else:
            area = area._replace(width=area.width + _SEAM)
        self.side.show_part(area, QTransform(zoom, 0, 0, zoom, -areas.side.x * zoom, down), hidden_beside)
        self.corner.show_part(Box(0, 0, 0, 0), QTransform(), hidden_above)
        for strip, area, scale in ((self.title, areas.title, top_scale), (self.legend, areas.legend, foot_scale)):
            x = self.width() - area.right * scale if self.mirrored else -area.x * scale
            more_below = strip is self.legend and slid[1].value() < slid[1].maximum()
            strip.show_part(area, QTransform(scale, 0, 0, scale, x, -area.y * scale), more_below)

    def _whole(self, layer: Layer, width: int) -> float:
        """The scale, at most 1, at which all that is drawn on a layer fits a width."""
        drawing = self.workspace.drawing
        needed = reach(drawing.pieces(None, (layer,)), drawing.width if self.mirrored else None)
        return min(1.0, width / max(needed + self.workspace.theme["margin"], 1.0))

    def _link_piece(self, id: str) -> Piece | None:
        drawing = self.workspace.drawing
        pieces = drawing.pieces(drawing.box(id), (Layer.LINK,))
        return next((piece for piece in pieces if piece.id == id), None)

    def _show_cursor(self) -> None:
        """The keyboard came in: show where it is."""
        selection, place = self.workspace.selection, cursor.first(self.workspace.map)
        if not selection.ids and selection.cell is None and place is not None:
            selection.set((), (place.lane, place.step))

    def _scrolled(self) -> None:
        self._place_strips(self.title.scale, self.legend.scale)
        (self.capture.follow if self.inline.active else self.capture.make_way)()

    def _dress(self, theme: Theme) -> None:
        """Take a theme's colours, as far as they are not the drawing's."""
        self.tiles.album.paper = self.device.colour(theme.colour("paper"))
        self.view.setBackgroundBrush(QBrush(self.tiles.album.paper))
        self.device.ground = self.device.colour(theme.colour("card"))
        self.overlays.dress(theme)
        self.inline.dress(theme)
        self.capture.dress(theme)

    def _recomposed(self, damage: Damage) -> None:
        self._settled = self._settled or self.workspace.document.revision != self._begun_at
        self.tools.hover(None)
        if self.tools.picking is not None:
            self.tools.cancel()
        self.renewal.take(damage)
        self.show_selection()
        self.capture.park_soon()

    def _retitled(self, _drawing: Drawing) -> None:
        """Only the title changed: what is under way on the map goes on."""
        self.arrange()
        self.title.update()

    def _double_clicked(self, point: QPointF, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            hit = self.workspace.drawing.at(point.x(), point.y())
            if hit is not None and hit.kind == "cell":
                self.capture.begin_here()
            elif hit is not None:
                self.capture.edit(hit.id)

    def _view_menu(self, place: QPoint) -> None:
        point = self.view.viewportTransform().inverted()[0].map(QPointF(place))
        self._open_menu(point, self.view.viewport().mapToGlobal(place))

    def _menu(self, point: QPointF, event: QContextMenuEvent) -> None:
        self._open_menu(point, event.globalPos())

    def _open_menu(self, point: QPointF, where: QPoint) -> None:
        self.finish()
        kind = self.tools.select_for_menu(point)
        if kind is not None:
            self.menu_wanted.emit(kind, where)
