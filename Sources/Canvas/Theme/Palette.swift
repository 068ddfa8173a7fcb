/// A colour as a theme names it.
package enum Color: Hashable, Sendable {
  /// What the terminal uses where nothing is said.
  case standard
  /// One of the terminal's own palette: 0 to 15 as themes name them, 16 to 255 the colour cube and the greys of
  /// terminals with 256 colours.
  case palette(UInt8)
  /// Red, green, blue.
  case rgb(UInt8, UInt8, UInt8)

  /// The names of the palette's first sixteen, in their order.
  package static let names = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright-black", "bright-red",
    "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan", "bright-white",
  ]
}

/// How many colours a terminal shows.
package enum ColorDepth: String, CaseIterable, Hashable, Sendable {
  /// Any red, green and blue.
  case direct
  /// The palette of 256.
  case palette256 = "256"
  /// The palette of 16.
  case palette16 = "16"
  /// None: bold, underline and reverse only.
  case mono
}

extension Color {
  /// The colour as a terminal of that depth can show it.
  package func reduced(to depth: ColorDepth) -> Color {
    switch (self, depth) {
    case (.standard, _), (_, .direct): self
    case (_, .mono): .standard
    case (.rgb(let red, let green, let blue), .palette256): .palette(Palette.nearest256(red, green, blue))
    case (.rgb(let red, let green, let blue), .palette16): .palette(Palette.nearest16(red, green, blue))
    case (.palette(let number), .palette16) where number > 15:
      Palette.rgb(number).reduced(to: .palette16)
    case (.palette, _): self
    }
  }
}

/// The palettes that terminals share. The first sixteen colours are the user's own, so that what is said of them here
/// is only what xterm starts with.
package enum Palette {
  /// The steps of the colour cube.
  private static let steps: [UInt8] = [0, 95, 135, 175, 215, 255]
  private static let first16: [(UInt8, UInt8, UInt8)] = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
    (255, 255, 255),
  ]

  /// The colour, as `.rgb`, of a number of the palette of 256.
  package static func rgb(_ number: UInt8) -> Color {
    let (red, green, blue) = components(number)
    return .rgb(red, green, blue)
  }

  static func components(_ number: UInt8) -> (UInt8, UInt8, UInt8) {
    switch number {
    case ..<16: return first16[Int(number)]
    case ..<232:
      let place = Int(number) - 16
      return (steps[place / 36], steps[place / 6 % 6], steps[place % 6])
    default:
      let grey = 8 + 10 * (number - 232)
      return (grey, grey, grey)
    }
  }

  /// The nearest colour of the cube and the greys, 16 to 255; never one of the first sixteen, which may look like
  /// anything.
  package static func nearest256(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    nearest(to: (red, green, blue), among: 16...255)
  }

  /// The nearest of the first sixteen, as xterm has them.
  package static func nearest16(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    // By distance alone, light colours would come out grey: what has a hue keeps one, what has none gets none.
    let isGrey = max(red, green, blue) - min(red, green, blue) < 48
    return nearest(to: (red, green, blue), among: isGrey ? [0, 7, 8, 15] : Array(1...6) + Array(9...14))
  }

  private static func nearest(to wanted: (UInt8, UInt8, UInt8), among numbers: some Sequence<UInt8>) -> UInt8 {
    numbers.min { distance(components($0), wanted) < distance(components($1), wanted) } ?? 0
  }

  private static func distance(_ a: (UInt8, UInt8, UInt8), _ b: (UInt8, UInt8, UInt8)) -> Int {
    let red = Int(a.0) - Int(b.0)
    let green = Int(a.1) - Int(b.1)
    let blue = Int(a.2) - Int(b.2)
    // The eye tells greens apart best and blues worst.
    return 3 * red * red + 6 * green * green + 2 * blue * blue
  }
}
