extension CellGrid {
  /// Writes a text on one line.
  ///
  /// - Parameters:
  ///   - text: anything; what may not be drawn is replaced (`SafeText`).
  ///   - width: the columns that the text may fill; as far as the grid goes, if nil. Cells that the text does not
  ///     reach keep what they hold.
  ///   - alignment: where a shorter text stands in `width`.
  ///   - truncation: which end of a longer text gives way.
  /// - Returns: the columns that the text fills, those outside of the grid included.
  @discardableResult
  package mutating func write(
    _ text: String, x: Int, y: Int, width: Int? = nil, style: Style = Style(), alignment: Alignment = .leading,
    truncation: Truncation = .tail
  ) -> Int {
    let room = width ?? size.columns - x
    guard y >= 0, y < size.rows, room > 0 else { return 0 }
    if x >= 0, truncation == .tail || text.utf8.count <= room, SafeText.isPlain(text) {
      return writePlain(text.utf8, x: x, y: y, room: room, style: style, alignment: alignment)
    }
    let shown = SafeText(text, in: glyphs).truncated(to: room, truncation, in: glyphs)
    let start = x + alignment.offset(of: shown.width, in: room)
    putGlyphs(shown, x: start, y: y, columns: (x, x + room), style: style)
    return shown.width
  }

  /// The same for printable ASCII, most of what is ever written: byte by byte, cut at the end.
  private mutating func writePlain(
    _ text: String.UTF8View, x: Int, y: Int, room: Int, style: Style, alignment: Alignment
  ) -> Int {
    let length = text.count
    guard length > room else {
      let start = x + alignment.offset(of: length, in: room)
      putPlain(text, x: start, y: y, limit: size.columns - start, style: style)
      return length
    }
    let ellipsis = glyphs.ellipsis.unicodeScalars
    let kept = room > ellipsis.count ? room - ellipsis.count : room
    putPlain(text, x: x, y: y, limit: min(kept, size.columns - x), style: style)
    for (index, scalar) in ellipsis.enumerated() where index < room - kept {
      self[x + kept + index, y] = Cell(scalar, style: style)
    }
    return room
  }

  /// Writes pieces of a line one after another; what is too long for `width` is cut at the end.
  /// - Returns: the columns that they fill.
  @discardableResult
  package mutating func write(
    _ spans: [Span], x: Int, y: Int, width: Int? = nil, alignment: Alignment = .leading
  ) -> Int {
    let room = width ?? size.columns - x
    guard y >= 0, y < size.rows, room > 0 else { return 0 }
    let total = spans.width
    guard total > room else {
      var column = x + alignment.offset(of: total, in: room)
      for span in spans { column += write(span.text, x: column, y: y, width: x + room - column, style: span.style) }
      return total
    }
    let ellipsis = DisplayWidth.of(glyphs.ellipsis) < room ? glyphs.ellipsis : ""
    let end = x + room - DisplayWidth.of(ellipsis)
    var column = x
    var style = Style()
    for span in spans {
      style = span.style
      let used = write(span.text, x: column, y: y, width: end - column, style: style, truncation: .clip)
      column += used
      // Also where a wide character did not fit and left a column over: nothing may follow it.
      if used < DisplayWidth.of(span.text) { break }
    }
    return column + write(ellipsis, x: column, y: y, style: style) - x
  }

  /// Draws a horizontal rule over a width, with a title on it: `── title ─────── note ──`.
  package mutating func rule(
    x: Int, y: Int, width: Int, title: [Span] = [], note: [Span] = [], style: Style = Style(.border)
  ) {
    fill(Rect(x: x, y: y, width: width, height: 1), glyphs.rule, style)
    let noteWidth = note.width
    let titleRoom = noteWidth > 0 && width - noteWidth - 12 >= 8 ? width - noteWidth - 12 : width - 6
    guard titleRoom > 0 else { return }
    if !title.isEmpty {
      write(" ", x: x + 2, y: y)
      let used = write(title, x: x + 3, y: y, width: titleRoom)
      write(" ", x: x + 3 + used, y: y)
    }
    if noteWidth > 0, titleRoom < width - 6 {
      write([Span(" ")] + note + [Span(" ")], x: x + width - noteWidth - 4, y: y, width: noteWidth + 2)
    }
  }
}

extension Alignment {
  /// How far from the left edge something of `width` columns stands in `room` columns.
  func offset(of width: Int, in room: Int) -> Int {
    switch self {
    case .leading: 0
    case .centre: max(0, (room - width) / 2)
    case .trailing: max(0, room - width)
    }
  }
}
