/// xterm's 256 colours: 16 of the user's, a cube of 6 by 6 by 6, and 24 greys.
package enum XtermPalette {
  private static let levels: [Int] = [0, 95, 135, 175, 215, 255]
  /// What the first sixteen are unless the user has set them.
  private static let standard: [(Int, Int, Int)] = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
    (255, 255, 255),
  ]

  /// Red, green and blue of a number.
  package static func color(_ number: UInt8) -> (red: UInt8, green: UInt8, blue: UInt8) {
    let color: (Int, Int, Int)
    switch Int(number) {
    case let index where index < 16: color = standard[index]
    case let index where index < 232:
      let cube = index - 16
      color = (levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
    case let index:
      let grey = 8 + 10 * (index - 232)
      color = (grey, grey, grey)
    }
    return (UInt8(color.0), UInt8(color.1), UInt8(color.2))
  }

  /// The number of the colour nearest to this one. With 256 colours the first sixteen are left out, as they are the
  /// user's to set; with fewer, they are what there is.
  /// - Parameter count: how many colours the terminal has: 8, 16 or 256.
  package static func nearest(red: UInt8, green: UInt8, blue: UInt8, count: Int) -> UInt8 {
    let candidates: ClosedRange<UInt8> = count >= 256 ? 16...255 : 0...(count >= 16 ? 15 : 7)
    var best = candidates.lowerBound
    var shortest = Int.max
    for number in candidates {
      let other = color(number)
      let distance = distance(Int(red), Int(green), Int(blue), Int(other.red), Int(other.green), Int(other.blue))
      if distance < shortest { (best, shortest) = (number, distance) }
    }
    return best
  }

  /// How far apart two colours look: weighed by the mean red, a cheap stand-in for a uniform colour space.
  private static func distance(_ r1: Int, _ g1: Int, _ b1: Int, _ r2: Int, _ g2: Int, _ b2: Int) -> Int {
    let mean = (r1 + r2) / 2
    let (red, green, blue) = (r1 - r2, g1 - g2, b1 - b2)
    return (512 + mean) * red * red / 256 + 4 * green * green + (767 - mean) * blue * blue / 256
  }
}
