/// Dots that are finer than cells, for lines: 2 x 4 in a cell with braille, 2 x 2 with blocks, one with ASCII.
struct DotCanvas {
  private let width: Int
  private let height: Int
  private let glyphs: GlyphSet
  private let dotsAcross: Int
  private let dotsDown: Int
  /// A bit for each dot of a cell; for ASCII the number of the line, from 1.
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
      case .ascii: (1, 1)
      }
    patterns = Array(repeating: 0, count: self.width * self.height)
    styles = Array(repeating: Style(), count: self.width * self.height)
  }

  /// The dots from left to right, and from top to bottom.
  var columns: Int { width * dotsAcross }
  var rows: Int { height * dotsDown }

  /// Draws a straight line; `number` tells the lines apart where there are no colours and no dots.
  mutating func line(from start: (x: Int, y: Int), to end: (x: Int, y: Int), style: Style, number: Int) {
    var (x, y) = start
    let (across, down) = (abs(end.x - x), -abs(end.y - y))
    let (stepX, stepY) = (x < end.x ? 1 : -1, y < end.y ? 1 : -1)
    var error = across + down
    while true {
      set(x, y, style: style, number: number)
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

  private mutating func set(_ x: Int, _ y: Int, style: Style, number: Int) {
    guard x >= 0, y >= 0, x < columns, y < rows else { return }
    let index = y / dotsDown * width + x / dotsAcross
    styles[index] = style
    switch glyphs {
    case .braille: patterns[index] |= Self.brailleBits[y % 4][x % 2]
    case .block: patterns[index] |= 1 << (y % 2 * 2 + x % 2)
    case .ascii: patterns[index] = UInt8(number % Self.lineMarks.count + 1)
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
    case .ascii: Self.lineMarks[Int(pattern) - 1]
    }
  }

  /// What a line looks like in ASCII, by its number.
  static let lineMarks: [Unicode.Scalar] = ["*", "+", "o", "x"]
  private static let quadrants: [Unicode.Scalar] = Array(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█".unicodeScalars)
  private static let brailleBits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
}
