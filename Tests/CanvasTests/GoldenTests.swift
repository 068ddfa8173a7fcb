import TestSupport
import Testing

@Suite struct GoldenTests {
  @Test func showsTheLinesThatDiffer() {
    let old = (1...12).map(String.init).joined(separator: "\n")
    let new = old.replacing("6", with: "six").replacing("12", with: "12 ")
    #expect(
      lineDifference(from: old, to: new) == """
         ...
         |3
         |4
         |5
        -|6
        +|six
         |7
         |8
         |9
         |10
         |11
        -|12
        +|12 
        """)
    #expect(lineDifference(from: "a", to: "a") == " ...")
  }
}
