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
