/// Dots that are finer than cells, for lines: 2 x 4 in a cell with braille, 2 x 2 with blocks, else one.
struct DotCanvas {
  private let width: Int
  private let height: Int
  private let glyphs: GlyphSet
  private let dotsAcross: Int
  private let dotsDown: Int
  /// A bit for each dot of a cell; where a cell has one, an ASCII character.
  private var patterns: [UInt8]
  private var styles: [Style]

  /// Without dots, over so many cells.
  init(width: Int, height: Int, glyphs: GlyphSet) {
    self.width = max(0, width)
    self.height = max(0, height)
    self.glyphs = glyphs
    (dotsAcross, dotsDown) =
      switch glyphs {
      case .braille: (2, 4)
      case .block: (2, 2)
      case .console, .ascii: (1, 1)
      }
    patterns = Array(repeating: 0, count: self.width * self.height)
    styles = Array(repeating: Style(), count: self.width * self.height)
  }

  /// The dots from left to right, and from top to bottom.
  var columns: Int { width * dotsAcross }
  var rows: Int { height * dotsDown }

  /// With what a line is drawn.
  struct Pen {
    var style: Style
    /// What the line looks like where a cell has one dot: an ASCII character that tells it from others without colours.
    var mark: Unicode.Scalar
    /// Which dots of the line are set: so many, then so many are left out, by their columns. All if nil.
    var dash: (on: Int, off: Int)?

    init(_ style: Style, mark: Unicode.Scalar, dash: (on: Int, off: Int)? = nil) {
      self.style = style
      self.mark = mark
      self.dash = dash
    }

    /// The pen of one of several lines.
    init(_ style: Style, number: Int) {
      self.init(style, mark: DotCanvas.lineMarks[number % DotCanvas.lineMarks.count])
    }

    fileprivate func sets(_ column: Int) -> Bool {
      guard let dash else { return true }
      return column % (dash.on + dash.off) < dash.on
    }
  }

  /// Draws a straight line.
  mutating func line(from start: (x: Int, y: Int), to end: (x: Int, y: Int), with pen: Pen) {
    var (x, y) = start
    let (across, down) = (abs(end.x - x), -abs(end.y - y))
    let (stepX, stepY) = (x < end.x ? 1 : -1, y < end.y ? 1 : -1)
    var error = across + down
    while true {
      if pen.sets(x) { set(x, y, with: pen) }
      if x == end.x, y == end.y { return }
      let twice = 2 * error
      if twice >= down {
        error += down
        x += stepX
      }
      if twice <= across {
        error += across
        y += stepY
      }
    }
  }

  private mutating func set(_ x: Int, _ y: Int, with pen: Pen) {
    guard x >= 0, y >= 0, x < columns, y < rows else { return }
    let index = y / dotsDown * width + x / dotsAcross
    styles[index] = pen.style
    switch glyphs {
    case .braille: patterns[index] |= Self.brailleBits[y % 4][x % 2]
    case .block: patterns[index] |= 1 << (y % 2 * 2 + x % 2)
    case .console, .ascii: patterns[index] = pen.mark.isASCII ? UInt8(truncatingIfNeeded: pen.mark.value) : 0x3F
    }
  }

  /// Puts the cells that have dots on a grid, the upper left one at a place.
  func draw(x: Int, y: Int, on grid: inout CellGrid) {
    for row in 0..<height {
      for column in 0..<width where patterns[row * width + column] != 0 {
        let index = row * width + column
        grid[x + column, y + row] = Cell(scalar(patterns[index]), style: styles[index])
      }
    }
  }

  private func scalar(_ pattern: UInt8) -> Unicode.Scalar {
    switch glyphs {
    case .braille: Unicode.Scalar(0x2800 + UInt32(pattern)) ?? glyphs.replacement
    case .block: Self.quadrants[Int(pattern & 0xF)]
    case .console, .ascii: Unicode.Scalar(pattern)
    }
  }

  /// What a line looks like where a cell has one dot, by its number.
  static let lineMarks: [Unicode.Scalar] = ["*", "+", "o", "x"]
  private static let quadrants: [Unicode.Scalar] = Array(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█".unicodeScalars)
  private static let brailleBits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
}
