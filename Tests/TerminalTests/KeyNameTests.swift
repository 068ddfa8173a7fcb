import Canvas
import Testing

@Suite struct KeyNameTests {
  @Test(arguments: [
    (Key("q"), "q"), (Key("G"), "G"), (.space, "space"), (.control("r"), "ctrl-r"), (.pageDown, "pgdn"),
    (.escape, "esc"), (.function(12), "f12"), (Key(.up, .shift), "shift-up"), (Key("-"), "-"),
    (.control("-"), "ctrl--"),
    (Key(.character("a"), [.alt, .control]), "ctrl-alt-a"), (.control(" "), "ctrl-space"), (Key("f"), "f"),
    (.backTab, "backtab"),
  ])
  func aNameReadsBack(key: Key, name: String) {
    #expect(key.name == name)
    #expect(Key(name: name) == key)
  }

  @Test(arguments: ["", "ctrl-", "upp", "f0", "f64", "f+1", "Ctrl-r", "\u{1B}", "ctrl-\u{7F}", "alt-ctrl-a"])
  func whatIsNoNameIsRefused(name: String) { #expect(Key(name: name) == nil) }

  @Test func onlyPlainCharactersWriteText() {
    #expect(Key("x").text == "x")
    #expect(Key.control("x").text == nil)
    #expect(Key.enter.text == nil)
  }
}
