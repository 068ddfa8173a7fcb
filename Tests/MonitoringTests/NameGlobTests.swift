import Testing

@testable import Monitoring

@Suite struct NameGlobTests {
  @Test(arguments: [
    ("*", "", true), ("*", "anything", true), ("", "", true), ("", "a", false), ("abc", "abc", true),
    ("abc", "ABC", false),
    ("abc", "abcd", false), ("a*", "a", true), ("a*", "abc", true), ("*c", "abc", true), ("a*c", "abcbc", true),
    ("a*c", "abcb", false), ("**b**", "abc", true), ("a?c", "abc", true), ("a?c", "ac", false), ("?", "路", true),
    ("[abc]x", "bx", true), ("[abc]x", "dx", false), ("[a-c]x", "bx", true), ("[!a-c]x", "bx", false),
    ("[^a-c]x", "dx", true), ("[]]", "]", true), ("[a-]", "-", true), ("[abc", "[abc", true), ("[", "[", true),
    ("support-*", "support-bot", true), ("support-*", "my-support-bot", false), ("[c-a]", "b", true),
    ("a]", "a]", true),
  ])
  func patterns(_ pattern: String, _ name: String, _ expected: Bool) {
    #expect(NameGlob(pattern).matches(name) == expected)
  }

  @Test func manyStarsStayFast() {
    let pattern = NameGlob(String(repeating: "a*", count: 100) + "b")
    let begin = ContinuousClock.now
    #expect(!pattern.matches(String(repeating: "a", count: 2000)))
    // Going back to every star would take longer than there is time.
    #expect(ContinuousClock.now - begin < .seconds(20))
  }
}
