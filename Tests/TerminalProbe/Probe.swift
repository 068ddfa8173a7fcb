import Canvas
import Glibc
import Terminal

/// A program on a terminal for tests: shows what happens, and ends in every way there is.
@main
struct Probe {
  private var lines: [String] = []
  private var hasCursor = false

  static func main() {
    var environment: [String: String] = [:]
    for name in ["TERM", "NO_COLOR"] { if let value = getenv(name) { environment[name] = String(cString: value) } }
    var probe = Probe()
    do {
      let color = CommandLine.arguments.dropFirst().first.flatMap(ColorDepth.init)
      let terminal = try CursesTerminal(TerminalOptions(environment: environment, color: color), theme: theme)
      let ending = probe.run(terminal)
      terminal.close()
      print("ended by \(ending)")
    } catch {
      complain("terminal-probe: \(error)\n")
      exit(69)
    }
  }

  /// Shows events until one ends the program; its name.
  private mutating func run(_ terminal: CursesTerminal) -> String {
    draw(terminal)
    while true {
      for event in terminal.wait(timeout: nil) {
        lines.append(name(of: event))
        switch event {
        case .key("q"): return "key"
        case .key(.control("z")), .signal(.suspend): terminal.suspend()
        case .key(let key): act(on: key, terminal)
        case .signal(.terminate): return "SIGTERM"
        case .signal(.interrupt): return "SIGINT"
        case .signal(.hangup), .hangup: return "hangup"
        case .paste, .resize, .wake, .timeout: break
        }
      }
      draw(terminal)
    }
  }

  private mutating func act(on key: Key, _ terminal: CursesTerminal) {
    switch key {
    case "i": hasCursor.toggle()
    case "b": terminal.beep()
    case "w":
      let waker = terminal.waker
      Task.detached { waker.wake() }
    case "e": exit(3)
    case "a": abort()
    case "T": Task.detached { print([Int]()[1]) }
    case "t": print([Int]()[lines.count])
    case "o": print(depth(of: lines.count))
    case "s": Self.complain("said on standard error\n")
    case "m": print("said on standard output")
    default: break
    }
  }

  /// Calls itself until the stack is full.
  private func depth(of number: Int) -> Int {
    number < 0 ? 0 : depth(of: number + 1) + depth(of: number + 2)
  }

  private func draw(_ terminal: CursesTerminal) {
    var grid = CellGrid(terminal.size)
    let facts = terminal.capabilities
    let title = "probe \(terminal.size.columns)x\(terminal.size.rows) \(facts.term) \(facts.colorDepth.rawValue) é漢"
    put(title, at: 0, Style(.title, .bold), in: &grid)
    put(facts.notices.joined(separator: " "), at: 1, Style(.notice), in: &grid)
    for (row, line) in lines.suffix(max(0, terminal.size.rows - 3)).enumerated() {
      put(line, at: row + 2, Style(), in: &grid)
    }
    terminal.draw(grid, cursor: hasCursor ? CellPosition(x: 3, y: 1) : nil)
  }

  private func put(_ text: String, at row: Int, _ style: Style, in grid: inout CellGrid) {
    var column = 0
    for scalar in text.unicodeScalars {
      grid[column, row] = Cell(scalar, style: style)
      column += 1
      if scalar == "漢" {
        grid[column, row] = Cell(Cell.continuation, style: style)
        column += 1
      }
    }
  }

  private func name(of event: TerminalEvent) -> String {
    switch event {
    case .key(let key): "key \(key.name)"
    case .paste(let text): "paste \(text.split(separator: "\n").joined(separator: "|"))"
    case .resize(let size): "resize \(size.columns)x\(size.rows)"
    case .wake: "wake"
    case .signal(let signal): "signal \(signal)"
    case .hangup: "hangup"
    case .timeout: "timeout"
    }
  }

  private static func complain(_ text: String) { _ = write(STDERR_FILENO, text, text.utf8.count) }

  private static let theme = Theme(
    name: "probe",
    appearances: [
      .title: Appearance(foreground: .rgb(255, 175, 0), background: .rgb(0, 0, 95)),
      .notice: Appearance(foreground: .palette(3)),
    ],
    selection: Appearance(background: .palette(4)))
}
