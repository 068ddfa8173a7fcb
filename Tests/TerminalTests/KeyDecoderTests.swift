import Canvas
import Terminal
import TestSupport
import Testing

/// What bytes mean when no more come.
private func decode(_ chunks: [[UInt8]], _ sequences: [[UInt8]: Key] = [:]) -> [KeyDecoder.Input] {
  var decoder = KeyDecoder(sequences: sequences)
  var inputs: [KeyDecoder.Input] = []
  for chunk in chunks { decoder.push(chunk) { inputs.append($0) } }
  if decoder.patience != nil { decoder.giveUp { inputs.append($0) } }
  return inputs
}

private func decode(_ text: String) -> [KeyDecoder.Input] { decode([Array(text.utf8)]) }

private let keys: [(String, Key)] = [
  ("a", "a"), ("G", "G"), (" ", .space), ("é", "é"), ("漢", "漢"), ("😀", "😀"), ("~", "~"),
  ("\u{0}", .control(" ")), ("\u{1}", .control("a")), ("\u{3}", .control("c")), ("\u{11}", .control("q")),
  ("\u{13}", .control("s")), ("\u{1A}", .control("z")), ("\u{1C}", .control("\\")), ("\u{1F}", .control("_")),
  ("\t", .tab), ("\r", .enter), ("\n", .enter), ("\u{7F}", .backspace), ("\u{8}", .backspace), ("\u{1B}", .escape),
  ("\u{1B}x", .alt("x")), ("\u{1B}é", .alt("é")), ("\u{1B}漢", .alt("漢")), ("\u{1B}\r", Key(.enter, .alt)),
  ("\u{1B}\u{7F}", Key(.backspace, .alt)), ("\u{1B}\u{1}", Key(.character("a"), [.alt, .control])),
  ("\u{1B}[", .alt("[")), ("\u{1B}O", .alt("O")), ("\u{1B}]", .alt("]")),
  ("\u{1B}[A", .up), ("\u{1B}OB", .down), ("\u{1B}[C", .right), ("\u{1B}OD", .left), ("\u{1B}[H", .home),
  ("\u{1B}OF", .end), ("\u{1B}[1~", .home), ("\u{1B}[7~", .home), ("\u{1B}[4~", .end), ("\u{1B}[2~", .insert),
  ("\u{1B}[3~", .delete), ("\u{1B}[5~", .pageUp), ("\u{1B}[6~", .pageDown), ("\u{1B}[Z", .backTab),
  ("\u{1B}OP", .function(1)), ("\u{1B}[11~", .function(1)), ("\u{1B}[[A", .function(1)), ("\u{1B}[[E", .function(5)),
  ("\u{1B}[15~", .function(5)), ("\u{1B}[17~", .function(6)), ("\u{1B}[21~", .function(10)),
  ("\u{1B}[24~", .function(12)), ("\u{1B}[34~", .function(20)), ("\u{1B}OM", .enter), ("\u{1B}Oq", "1"),
  ("\u{1B}[1;2A", Key(.up, .shift)), ("\u{1B}[1;5C", Key(.right, .control)), ("\u{1B}[1;3D", Key(.left, .alt)),
  ("\u{1B}[1;2D", Key(.left, .shift)), ("\u{1B}[1;6D", Key(.left, [.control, .shift])),
  ("\u{1B}[d", Key(.left, .shift)),
  ("\u{1B}[1;2H", Key(.home, .shift)), ("\u{1B}[1;2F", Key(.end, .shift)), ("\u{1B}Od", Key(.left, .control)),
  ("\u{B}", .control("k")), ("\u{12}", .control("r")), ("\u{17}", .control("w")), ("\u{19}", .control("y")),
  ("\u{1B}[3;5~", Key(.delete, .control)), ("\u{1B}[1;2P", Key(.function(1), .shift)), ("\u{1B}[a", Key(.up, .shift)),
  ("\u{1B}Oa", Key(.up, .control)), ("\u{1B}[7^", Key(.home, .control)),
  ("\u{1B}[97;5u", .control("a")), ("\u{1B}[27u", .escape), ("\u{1B}[9;2u", .backTab), ("\u{1B}[97;2u", "A"),
  ("\u{1B}[97:65;129u", "a"), ("\u{1B}[27;5;13~", Key(.enter, .control)),
]

@Suite struct KeyDecoderTests {
  @Test(arguments: keys) func aKeyIsOneKeyAndNothingElse(bytes: String, key: Key) {
    #expect(decode(bytes) == [.key(key)])
  }

  @Test func readsMayCutAnywhere() {
    let text = keys.map { $0.0 }.filter { !$0.hasPrefix("\u{1B}") || $0.utf8.count > 2 }.joined()
    let bytes = Array((text + "\u{1B}[200~one\r\ntwo\u{1B}[201~q\u{1B}[?2026;2$y\u{1B}]11;rgb:0/0/0\u{1B}\\é").utf8)
    let whole = decode([bytes])
    #expect(whole.count > 50)
    for cut in bytes.indices {
      #expect(decode([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole, "cut at \(cut)")
    }
    #expect(decode(bytes.map { [$0] }) == whole)
  }

  @Test(arguments: [
    "\u{1B}[?62;1;22c", "\u{1B}[12;40R", "\u{1B}[I", "\u{1B}[O", "\u{1B}[<0;10;20M", "\u{1B}[M !!", "\u{1B}[?2026;2$y",
    "\u{1B}[99~", "\u{1B}[1;2;3;4;5X", "\u{1B}]11;rgb:ffff/ffff/ffff\u{7}", "\u{1B}]52;c;cXVpdA==\u{1B}\\",
    "\u{1B}P>|XTerm(380)\u{1B}\\", "\u{1B}_Gi=31;OK\u{1B}\\", "\u{1B}OZ", "\u{1B}[57399u", "\u{1B}[128u",
    "\u{1B}[" + String(repeating: "1;", count: 500) + "A", "\u{1B}[200~\u{1B}[201~", "\u{1B}[12", "\u{1B}]11;rg",
    "\u{80}", "\u{9B}", "\u{1B}[9999999999999u",
  ])
  func whatIsNoKeyGivesNoKeyAndNoText(bytes: String) {
    let inputs = decode(bytes)
    #expect(inputs == [] || inputs == [.paste("")])
    #expect(decode(bytes.hasSuffix("12") || bytes.hasSuffix("rg") ? "q" : bytes + "q").last == .key("q"))
  }

  @Test func anEscapeIsSoonAKeyOfItsOwn() {
    var decoder = KeyDecoder()
    var inputs: [KeyDecoder.Input] = []
    #expect(decoder.patience == nil)
    decoder.push([0x1B]) { inputs.append($0) }
    #expect(inputs.isEmpty)
    #expect(decoder.patience == .milliseconds(25))
    decoder.giveUp { inputs.append($0) }
    #expect(inputs == [.key(.escape)])
    #expect(decoder.patience == nil)
    #expect(decode("\u{1B}\u{1B}") == [.key(.escape), .key(.escape)])
    #expect(decode("\u{1B}\u{1B}[A") == [.key(.escape), .key(.up)])
  }

  @Test func aSequenceThatIsCutOffDoesNotSwallowTheNextOne() {
    #expect(decode("\u{1B}[1;\u{1B}[A") == [.key(.up)])
    #expect(decode("\u{1B}[1;\u{3}") == [.key(.control("c"))])
    #expect(decode("\u{1B}]11;rgb\u{1B}[A") == [.key(.up)])
    #expect(decode("\u{1B}[1\u{18}q") == [.key("q")])
  }

  @Test func pastedTextComesInOnePieceWithoutControlCharacters() {
    let pasted = "a\tb\r\nc\rd\n\u{1B}[31mred\u{7}\u{9B}é\u{1B}[20"
    #expect(decode("\u{1B}[200~\(pasted)\u{1B}[201~q") == [.paste("a\tb\nc\nd\n[31mredé[20"), .key("q")])
    // The end never comes.
    #expect(decode("\u{1B}[200~abc") == [.paste("abc")])
    let huge = decode("\u{1B}[200~\(String(repeating: "x", count: 2_000_000))\u{1B}[201~q")
    #expect(huge == [.paste(String(repeating: "x", count: 1 << 20)), .key("q")])
  }

  @Test func invalidUTF8IsLeftOut() {
    for broken: [UInt8] in [
      [0xFF], [0xC3], [0xC0, 0xAF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xBF],
      [0xE6, 0xBC], [0xF0, 0x9F], [0x1B, 0xC3], [0x1B, 0xFF],
    ] {
      #expect(decode([broken + [0x71]]) == [.key("q")], "\(broken)")
    }
    #expect(decode([[0xE6, 0xC3, 0xA9]]) == [.key("é")])
  }

  @Test func sequencesOfTheTerminalsOwnComeFirst() {
    let own: [[UInt8]: Key] = [Array("\u{1B}[7$".utf8): Key(.home, .shift), Array("\u{1B}A".utf8): .up]
    #expect(decode([Array("\u{1B}[7$\u{1B}Aq".utf8)], own) == [.key(Key(.home, .shift)), .key(.up), .key("q")])
  }

  @Test func noBytesBreakIt() {
    var random = SystemRandomNumberGenerator()
    let seed = random.next()
    var generator = SeededRandom(seed: seed)
    let likely =
      Array("\u{1B}\u{1B}\u{1B}[[OP]_M;:0129~ABu$q\u{7}\\".utf8) + [0x80, 0xC3, 0xE6, 0xF0, 0x9B, 0x18, 0x00]
    for _ in 0..<2_000 {
      let bytes = (0..<Int.random(in: 1...40, using: &generator)).map { _ in
        Bool.random(using: &generator)
          ? likely[Int.random(in: likely.indices, using: &generator)] : UInt8.random(in: 0...255, using: &generator)
      }
      var decoder = KeyDecoder()
      var inputs: [KeyDecoder.Input] = []
      decoder.push(bytes) { inputs.append($0) }
      decoder.giveUp { inputs.append($0) }
      let controls = inputs.filter { input in
        guard case .key(let key) = input, case .character(let scalar) = key.symbol else { return false }
        return scalar.properties.generalCategory == .control
      }
      #expect(controls.isEmpty, "seed \(seed), \(bytes)")
      // Whatever came before, keys work after the wait.
      inputs = []
      decoder.push([0x71]) { inputs.append($0) }
      #expect(inputs == [.key("q")], "seed \(seed), \(bytes)")
    }
  }
}
