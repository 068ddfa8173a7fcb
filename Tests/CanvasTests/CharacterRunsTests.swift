import Glibc
import Testing

@testable import Canvas

@Suite struct CharacterRunsTests {
  @Test func isInOrderAndWithoutRepetition() {
    let starts = CharacterRuns.starts
    #expect(starts.first.map { $0 >> 3 } == 0)
    let pairs = zip(starts, starts.dropFirst())
    #expect(pairs.allSatisfy { $0 >> 3 < $1 >> 3 })
    #expect(pairs.allSatisfy { $0 & 7 != $1 & 7 })
  }

  /// ncurses asks `wcwidth`: where it counts otherwise, a line would come out shifted.
  @Test func agreesWithTheCLibrary() throws {
    let compared = try compareWithTheCLibrary { scalar, width in
      // What may not be drawn has no width to compare: its replacement is drawn.
      guard width >= 0, scalar != "\0", CharacterClass(scalar) != .unsafe else { return nil }
      return DisplayWidth.of(scalar) == width
    }
    #expect(compared.same > 250_000)
    #expect(compared.other.isEmpty)
  }

  @Test func drawsNothingThatTheCLibraryCallsUnprintable() throws {
    let compared = try compareWithTheCLibrary { scalar, width in width < 0 ? CharacterClass(scalar) == .unsafe : nil }
    #expect(compared.same > 800_000)
    #expect(compared.other.isEmpty)
  }

  /// Holds every character against `wcwidth` in C.UTF-8; `compare` gives nil for those that do not count.
  private func compareWithTheCLibrary(
    _ compare: (Unicode.Scalar, Int) -> Bool?
  ) throws -> (same: Int, other: [String]) {
    // The header hides it without _XOPEN_SOURCE.
    let symbol = try #require(dlsym(nil, "wcwidth"))
    let wcwidth = unsafeBitCast(symbol, to: (@convention(c) (CInt) -> CInt).self)
    let locale = try #require(newlocale(1 << LC_CTYPE, "C.UTF-8", nil), "the locale C.UTF-8 is missing")
    let previous = uselocale(locale)
    defer {
      uselocale(previous)
      freelocale(locale)
    }
    var result: (same: Int, other: [String]) = (0, [])
    for value in 0...0x10FFFF as ClosedRange<UInt32> {
      guard let scalar = Unicode.Scalar(value), let same = compare(scalar, Int(wcwidth(CInt(value)))) else { continue }
      if same { result.same += 1 } else { result.other.append("U+\(String(value, radix: 16))") }
    }
    return result
  }
}
