import CNcurses
import Canvas

/// What a style is in ncurses's terms, worked out once per style and theme.
struct Looks {
  /// How a cell is drawn.
  struct Look: Hashable {
    var emphasis: UInt16
    var pair: Int32
  }

  private struct Colors: Hashable {
    var foreground: Int32
    var background: Int32
  }

  /// ncurses's number for the terminal's own colour.
  private static let own: Int32 = -1

  var theme: Theme {
    didSet {
      guard theme != oldValue else { return }
      looks = [:]
      pairs = [:]
    }
  }
  let depth: ColorDepth
  /// How many colours of the palette there are; with direct colour, how many of its numbers stand for the palette.
  private let count: Int
  private var looks: [Style: Look] = [:]
  private var pairs: [Colors: Int32] = [:]

  /// - Parameter count: how many colours the terminal has.
  init(theme: Theme, depth: ColorDepth, count: Int) {
    self.theme = theme
    self.depth = depth
    switch depth {
    case .direct: self.count = Int(screen_palette_in_direct())
    case .palette256: self.count = 256
    case .palette16: self.count = min(count, 16)
    case .mono: self.count = 0
    }
  }

  mutating func look(of style: Style) -> Look {
    if let known = looks[style] { return known }
    let appearance = theme.appearance(of: style, depth: depth)
    var emphasis = appearance.emphasis
    var pair: Int32 = 0
    if depth == .mono {
      // Without colours nothing else tells the selected row.
      if style.isSelected { emphasis.insert(.reverse) }
    } else {
      let foreground = number(of: appearance.foreground)
      if foreground != folded(foreground) { emphasis.insert(.bold) }
      pair = self.pair(Colors(foreground: folded(foreground), background: folded(number(of: appearance.background))))
    }
    let look = Look(emphasis: emphasis.attributes, pair: pair)
    looks[style] = look
    return look
  }

  /// A pair for these colours; the terminal's own if there are no more pairs.
  private mutating func pair(_ colors: Colors) -> Int32 {
    if colors.foreground == Self.own && colors.background == Self.own { return 0 }
    if let known = pairs[colors] { return known }
    let next = Int32(pairs.count + 1)
    let pair = screen_pair(next, colors.foreground, colors.background) ? next : 0
    pairs[colors] = pair
    return pair
  }

  private func number(of color: Color) -> Int32 {
    switch (color, depth) {
    case (.standard, _): return Self.own
    case (.palette(let number), .direct) where Int(number) >= count: return self.number(of: Palette.rgb(number))
    case (.palette(let number), _): return Int32(number)
    case (.rgb(let red, let green, let blue), .direct): return direct(red, green, blue)
    // The theme has reduced the others to the palette.
    case (.rgb, _): return Self.own
    }
  }

  /// The lowest numbers stand for the palette: blacks that would be among them get a trace of blue more.
  private func direct(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Int32 {
    max(Int32(count), Int32(red) << 16 | Int32(green) << 8 | Int32(blue))
  }

  /// The bright eight are the first eight where there are no others.
  private func folded(_ number: Int32) -> Int32 { number >= 8 && count == 8 && depth != .direct ? number - 8 : number }
}

extension Emphasis {
  /// As `screen_cell` has it.
  fileprivate var attributes: UInt16 {
    var attributes: UInt16 = 0
    if contains(.bold) { attributes |= UInt16(SCREEN_BOLD) }
    if contains(.underline) { attributes |= UInt16(SCREEN_UNDERLINE) }
    if contains(.reverse) { attributes |= UInt16(SCREEN_REVERSE) }
    return attributes
  }
}
