import Canvas
import Testing

@Suite struct ThemeTests {
  @Test func readsEveryPart() throws {
    let theme = try Theme.parse(
      """
      # a comment

      text = default
      critical = #ff5f5f on #000000 bold underline / bright-red bold
      healthy = green
      selection = default on #303030 / white on blue
      terminal = #c0c0c0 on #101010
      """, name: "test")
    #expect(
      theme.appearances[.critical]
        == Appearance(foreground: .rgb(255, 95, 95), background: .rgb(0, 0, 0), emphasis: [.bold, .underline]))
    #expect(theme.sixteen.roles[.critical] == Appearance(foreground: .palette(9), emphasis: .bold))
    #expect(theme.appearances[.healthy]?.foreground == .palette(2))
    #expect(theme.selection.background == .rgb(48, 48, 48))
    #expect(theme.sixteen.selection == Appearance(foreground: .palette(7), background: .palette(4)))
    #expect(theme.ground == Appearance(foreground: .rgb(192, 192, 192), background: .rgb(16, 16, 16)))
    #expect(theme.appearance(of: Style(.cost)) == theme.appearance(of: Style(.text)))
  }

  @Test(arguments: [
    ("text = default\ncritcal = red", "t:2: unknown role \"critcal\"; the nearest is \"critical\""),
    ("text = brigt-red", "t:1: unknown colour \"brigt-red\"; the nearest is \"bright-red\""),
    ("\n\ntext = #12345", "t:3: bad colour \"#12345\": expected six hexadecimal digits, such as #ff8800"),
    ("text = #+12345", "t:1: bad colour \"#+12345\": expected six hexadecimal digits, such as #ff8800"),
    ("text = red blod", "t:1: unknown emphasis \"blod\"; the nearest is \"bold\""),
    ("text red", "t:1: expected \"=\" after \"text\", with a space before it"), ("text =", "t:1: a colour is missing"),
    ("text = red on", "t:1: a colour is missing after \"on\""), ("text = red /", "t:1: a colour is missing"),
    ("text = red / red / red", "t:1: more than one \"/\": write COLOUR / COLOUR FOR 16"),
    ("dim = red\ndim = blue", "t:2: \"dim\" is set already, in line 1; remove one of them"),
    (
      "text = \u{1B}[2J#",
      "t:1: unknown colour \"\u{FFFD}[2J#\"; known are " + (Color.names + ["default"]).joined(separator: ", ")
    ),
  ])
  func saysWhatIsWrong(text: String, expected: String) {
    let error = #expect(throws: ThemeError.self) { try Theme.parse(text, name: "t") }
    #expect(error?.description == expected)
  }

  @Test func reducesColours() throws {
    let theme = try Theme.parse(
      "critical = #ff5f5f bold\nhealthy = #00d700 / cyan\nselection = default on #303030 / white on blue", name: "t")
    let critical = Style(.critical)
    #expect(theme.appearance(of: critical).foreground == .rgb(255, 95, 95))
    #expect(theme.appearance(of: critical, depth: .palette256).foreground == .palette(203))
    #expect(theme.appearance(of: critical, depth: .palette16).foreground == .palette(9))
    #expect(theme.appearance(of: critical, depth: .mono) == Appearance(emphasis: .bold))
    #expect(theme.appearance(of: Style(.healthy), depth: .palette16).foreground == .palette(6))
    let selected = Style(.healthy, selected: true)
    #expect(theme.appearance(of: selected).background == .rgb(48, 48, 48))
    #expect(theme.appearance(of: selected, depth: .palette256).background == .palette(236))
    #expect(
      theme.appearance(of: selected, depth: .palette16)
        == Appearance(foreground: .palette(7), background: .palette(4)))
    #expect(theme.appearance(of: selected, depth: .mono) == Appearance(emphasis: .reverse))
  }

  @Test func findsEveryColourOfThePaletteAgain() {
    for number in 16...255 as ClosedRange<UInt8> {
      guard case .rgb(let red, let green, let blue) = Palette.rgb(number) else {
        Issue.record("no components for \(number)")
        continue
      }
      #expect(Palette.rgb(Palette.nearest256(red, green, blue)) == Palette.rgb(number))
    }
  }
}
