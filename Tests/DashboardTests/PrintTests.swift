import Canvas
import Testing
@testable import Dashboard

@Test func printScreens() {
  var state = DashboardState(themes: ["dark", "light"], theme: "dark")
  for size in [Size(columns: 80, rows: 24), Size(columns: 120, rows: 36), Size(columns: 200, rows: 60)] {
    let around = Surroundings(snapshot: Sample.snapshot(), size: size, now: Sample.now)
    _ = reduce(&state, .refresh, in: around)
    print(render(state, in: around, glyphs: .braille).plainText)
  }
}
