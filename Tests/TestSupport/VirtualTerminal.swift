import CVTerm

/// A pseudo-terminal with a terminal emulator behind it, to run a program in and look at its screen, as a user would.
///
/// It does nothing by itself: `wait`, `settle` and `waitForExit` let it take what the program writes.
package final class VirtualTerminal {
  /// How a program ended.
  package enum Exit: Hashable, Sendable {
    case status(Int32)
    case signal(Int32)
  }

  /// The modes of the device: what `stty` shows.
  package struct Modes: Hashable, Sendable {
    var flags: [UInt32]
  }

  /// Why there is no virtual terminal.
  package struct Failure: Error {
    package let call: String
  }

  /// Every byte that the program wrote.
  package private(set) var output: [UInt8] = []
  /// How the program ended, once that is known.
  package private(set) var exit: Exit?
  /// The id of the program, or -1 if none was started.
  package private(set) var process: Int32 = -1
  package private(set) var columns: Int
  package private(set) var rows: Int
  /// The modes before the program started.
  package let initialModes: Modes

  private let emulator: OpaquePointer
  private var master: Int32 = -1
  private var slave: Int32 = -1

  /// A terminal without a program.
  package init(columns: Int = 80, rows: Int = 24) throws(Failure) {
    guard let emulator = emulator_new(Int32(rows), Int32(columns)) else { throw Failure(call: "emulator_new") }
    self.emulator = emulator
    self.columns = columns
    self.rows = rows
    initialModes =
      pty_open(Int32(rows), Int32(columns), &master, &slave) ? Self.modes(of: slave) : Modes(flags: [])
    guard master >= 0 else { throw Failure(call: "openpty") }
  }

  /// Starts a program in a terminal of its own.
  /// - Parameters:
  ///   - program: its path.
  ///   - environment: all of its environment; `TERM` and `LC_ALL` should be in it.
  ///   - input: a descriptor for its standard input, if that is not to be the terminal.
  ///   - errors: a descriptor for its standard error, if that is not to be the terminal.
  package convenience init(
    _ program: String, _ arguments: [String] = [], environment: [String: String], columns: Int = 80, rows: Int = 24,
    input: Int32? = nil, errors: Int32? = nil
  ) throws(Failure) {
    try self.init(columns: columns, rows: rows)
    let variables = environment.map { "\($0.key)=\($0.value)" }.sorted()
    process = withCStrings([program] + arguments) { arguments in
      withCStrings(variables) { pty_spawn(slave, program, arguments, $0, input ?? -1, errors ?? -1) }
    }
    guard process > 0 else { throw Failure(call: "fork") }
  }

  deinit {
    if process > 0 && exit == nil {
      pty_kill(process, 9)
      while exit == nil { poll(milliseconds: 10) }
    }
    hangUp()
    emulator_free(emulator)
  }

  // MARK: What the user sees

  /// The screen's rows, from the top, without the blanks at their ends.
  package var screen: [String] {
    if let shown { return shown }
    let rows = (0..<rows).map { row in
      var text = (0..<columns).map { self[$0, row].text }.joined()
      while text.last == " " { text.removeLast() }
      return text
    }
    shown = rows
    return rows
  }

  /// What the screen shows, until something changes it: whoever waits looks at it a hundred times a second.
  private var shown: [String]?

  /// The screen as one text, a line feed after each row.
  package var text: String { screen.map { $0 + "\n" }.joined() }

  /// The cell at a place, counted from the upper left corner, from 0.
  package subscript(x: Int, y: Int) -> VirtualCell {
    var cell = emulator_cell()
    emulator_get_cell(emulator, Int32(y), Int32(x), &cell)
    return VirtualCell(cell)
  }

  package var isCursorVisible: Bool { emulator_cursor_is_visible(emulator) }
  package var isAlternateScreen: Bool { emulator_is_alternate(emulator) }
  /// How often the bell rang.
  package var bells: Int { Int(emulator_bells(emulator)) }

  package var cursor: (x: Int, y: Int) {
    var row: Int32 = 0
    var column: Int32 = 0
    emulator_get_cursor(emulator, &row, &column)
    return (Int(column), Int(row))
  }

  /// Whether a private mode is on as the program last said: 2004 for bracketed paste, 2026 for synchronized output.
  package func isSet(privateMode number: Int) -> Bool {
    let start = Array("\u{1B}[?\(number)".utf8)
    guard output.count > start.count else { return false }
    for index in stride(from: output.count - start.count - 1, through: 0, by: -1)
    where output[index] == 0x1B && output[index..<index + start.count].elementsEqual(start) {
      switch output[index + start.count] {
      case UInt8(ascii: "h"): return true
      case UInt8(ascii: "l"): return false
      default: continue
      }
    }
    return false
  }

  /// The modes of the device now.
  package var modes: Modes { Self.modes(of: slave) }

  // MARK: What the user does

  /// Sends what keys send.
  package func send(_ text: String) { send(bytes: Array(text.utf8)) }

  /// Sends bytes.
  package func send(bytes: [UInt8]) { _ = pty_write(master, bytes, bytes.count) }

  /// Gives the terminal another size, which the program hears of.
  package func resize(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    shown = nil
    emulator_resize(emulator, Int32(rows), Int32(columns))
    pty_resize(master, Int32(rows), Int32(columns))
  }

  /// Sends a signal to the program.
  package func signal(_ number: Int32) { if process > 0, exit == nil { pty_kill(process, number) } }

  /// Closes the terminal's window: the program loses its terminal.
  package func hangUp() {
    pty_close(master)
    pty_close(slave)
    (master, slave) = (-1, -1)
  }

  /// Opens the device once more, without blocking, for code in this process; -1 if that fails. The caller closes it.
  package func openDevice() -> Int32 { pty_reopen(slave) }

  // MARK: Waiting

  /// Takes what the program writes until a condition holds; false if it does not in time.
  package func wait(within limit: Duration = .seconds(60), until condition: (VirtualTerminal) -> Bool) -> Bool {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    while !condition(self) {
      if clock.now >= deadline { return false }
      poll(milliseconds: 10)
    }
    return true
  }

  /// Takes what the program writes until the screen shows a text; false if it does not in time.
  package func wait(for text: String, within limit: Duration = .seconds(60)) -> Bool {
    wait(within: limit) { $0.text.contains(text) }
  }

  /// Takes what is there already; true if there was something.
  @discardableResult
  package func settle() -> Bool {
    var wasThere = false
    while poll(milliseconds: 0) { wasThere = true }
    return wasThere
  }

  /// Waits for the program's end and takes all that it wrote; nil if it does not end in time.
  package func waitForExit(within limit: Duration = .seconds(60)) -> Exit? {
    _ = wait(within: limit) { $0.exit != nil }
    settle()
    return exit
  }

  /// Takes bytes of the program and notes its end; true if there were bytes.
  @discardableResult
  private func poll(milliseconds: Int32) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    // Without a terminal this only waits.
    let count = pty_read(master, &bytes, bytes.count, milliseconds)
    if count > 0 {
      output += bytes.prefix(count)
      shown = nil
      emulator_write(emulator, bytes, count)
      let answer = emulator_answers(emulator, &bytes, bytes.count)
      if answer > 0 { _ = pty_write(master, bytes, answer) }
    }
    if process > 0, exit == nil {
      var status: Int32 = 0
      switch pty_poll_child(process, &status) {
      case 1: exit = .status(status)
      case 2: exit = .signal(status)
      default: break
      }
    }
    return count > 0
  }

  private static func modes(of descriptor: Int32) -> Modes {
    var flags: [UInt32] = [0, 0, 0, 0]
    return Modes(flags: pty_modes(descriptor, &flags) ? flags : [])
  }
}

/// Calls with texts as C has them: an array of pointers that ends with a null pointer.
private func withCStrings<Result>(
  _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var bytes: [CChar] = []
  var starts: [Int] = []
  for text in texts {
    starts.append(bytes.count)
    bytes += text.utf8.map { CChar(bitPattern: $0) } + [0]
  }
  return bytes.withUnsafeMutableBufferPointer { buffer in
    var pointers = starts.map { start in buffer.baseAddress.map { $0 + start } }
    pointers.append(nil)
    return body(pointers)
  }
}
