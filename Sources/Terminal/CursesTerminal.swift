import CNcurses
import Canvas
import Synchronization

/// The terminal of standard output, drawn on through ncurses. There can be one at a time in a process.
///
/// It is given back as it was by `close`, `exit`, a crash and every signal that ends the process; signals that ask for
/// something come as events. What is written to standard error meanwhile shows once it is given back.
package final class CursesTerminal: Screen {
  private static let isOpen = Mutex(false)
  /// The most that is drawn on.
  private static let largest = Size(columns: 2_000, rows: 1_000)
  /// What a terminal is that does not know its size.
  private static let usual = Size(columns: 80, rows: 24)

  package private(set) var size: Size
  package let capabilities: TerminalCapabilities
  package let waker: Waker

  let descriptor: Int32
  let signals: Int32
  var output: Output
  var decoder: KeyDecoder
  /// When the bytes that the decoder holds count as unfinished.
  var decoderDeadline: ContinuousClock.Instant?
  /// What happened outside `wait`.
  var queued: [TerminalEvent] = []
  var isHangupReported = false

  private var looks: Looks
  private var newest: CellGrid?
  private var cursor: CellPosition?
  /// What ncurses has; nil if all rows have to be set.
  private var shown: CellGrid?
  /// `newest` waits for the terminal to take the last frame.
  private var isLate = false
  private var isClosed = false
  private var rowCells: [screen_cell] = []

  package var bytesSent: UInt64 { output.sent }

  /// Takes the terminal of standard output.
  package convenience init(_ options: TerminalOptions, theme: Theme) throws(TerminalError) {
    let descriptor = tty_open()
    guard descriptor >= 0 else { throw isNotATerminal() ? .notATerminal : .cannotOpen(reason: lastErrorText()) }
    try self.init(options, theme: theme, descriptor: descriptor)
  }

  /// Takes a terminal by a descriptor, which it closes.
  package init(
    _ options: TerminalOptions, theme: Theme, descriptor: Int32
  ) throws(TerminalError) {
    do throws(TerminalError) {
      try Self.claim()
    } catch {
      tty_close(descriptor)
      throw error
    }
    do throws(TerminalError) {
      waker = try Waker()
      // Before ncurses, which else sets handlers of its own.
      signals = tty_signals_start()
      guard signals >= 0 else { throw .cannotOpen(reason: lastErrorText()) }
      size = Self.measure(descriptor) ?? Self.usual
      capabilities = try Self.openScreen(options, size)
      looks = Looks(
        theme: theme, depth: capabilities.colorDepth, count: Int(screen_colors()))
      decoder = KeyDecoder(sequences: TerminfoKeys.sequences())
      output = Output(descriptor: descriptor)
      self.descriptor = descriptor
      var leaving = [UInt8](repeating: 0, count: 512)
      let length = screen_leaving(&leaving, leaving.count)
      let failure = tty_take(descriptor, leaving, length)
      guard failure == 0 else { throw .cannotOpen(reason: errorText(failure)) }
    } catch {
      Self.letGo(descriptor, isEnding: false)
      throw error
    }
  }

  deinit { close() }

  package var theme: Theme {
    get { looks.theme }
    set {
      guard newValue != looks.theme else { return }
      looks.theme = newValue
      shown = nil
    }
  }

  package func draw(_ grid: CellGrid, cursor: CellPosition?) {
    guard !isClosed else { return }
    newest = grid
    self.cursor = cursor
    isLate = !output.isEmpty
    if !isLate { sendFrame() }
  }

  package func redraw() {
    guard !isClosed else { return }
    screen_forget()
    shown = nil
  }

  package func suspend() {
    guard !isClosed else { return }
    output.drain()
    tty_restore()
    tty_stop()
    // That this process goes on is known here.
    queued += takeSignals().filter { $0 != TTY_CONTINUE }.compactMap(event)
    enter()
  }

  package func beep() {
    guard !isClosed else { return }
    var bell = [UInt8](repeating: 0, count: 16)
    let length = screen_bell(&bell, bell.count)
    bell.withUnsafeBufferPointer { output.send(UnsafeBufferPointer(rebasing: $0[..<length])) }
  }

  package func close() {
    guard !isClosed else { return }
    isClosed = true
    output.drain()
    Self.letGo(descriptor, isEnding: true)
  }

  /// Takes the terminal again after the shell had it, and shows the newest grid anew.
  func enter() {
    tty_retake()
    screen_forget()
    shown = nil
    if let event = adoptSize() { queued.append(event) }
    if newest != nil, output.isEmpty { sendFrame() } else { isLate = newest != nil }
  }

  /// Takes over the terminal's size; an event if it is another.
  func adoptSize() -> TerminalEvent? {
    guard let measured = Self.measure(descriptor), measured != size else { return nil }
    size = measured
    screen_resize(Int32(size.rows), Int32(size.columns))
    shown = nil
    return .resize(size)
  }

  /// Draws what waited for the terminal to take the last frame.
  func sendLateFrame() {
    guard isLate, output.isEmpty else { return }
    isLate = false
    sendFrame()
  }

  private func sendFrame() {
    guard let newest else { return }
    let isAnew = shown == nil || shown?.size != newest.size
    for row in 0..<size.rows where isAnew || shown?.hasSame(row, as: newest) != true { put(row, of: newest) }
    shown = newest
    let place = cursor.flatMap { $0.x >= 0 && $0.y >= 0 && $0.x < size.columns && $0.y < size.rows ? $0 : nil }
    var bytes: UnsafePointer<UInt8>?
    let length = screen_frame(Int32(place?.y ?? -1), Int32(place?.x ?? 0), &bytes)
    output.send(UnsafeBufferPointer(start: bytes, count: bytes == nil ? 0 : length))
  }

  private func put(_ row: Int, of grid: CellGrid) {
    // Taken out, as each access to a property is checked; and cells that follow one another mostly look alike.
    var cells = rowCells
    rowCells = []
    defer { rowCells = cells }
    cells.removeAll(keepingCapacity: true)
    var style = grid[0, row].style
    var look = looks.look(of: style)
    for column in 0..<size.columns {
      let cell = grid[column, row]
      if cell.style != style {
        style = cell.style
        look = looks.look(of: style)
      }
      cells.append(
        screen_cell(scalar: cell.scalar.value, mark: cell.mark?.value ?? 0, emphasis: look.emphasis, pair: look.pair))
    }
    screen_put_row(Int32(row), cells, Int32(cells.count))
  }

  private static func measure(_ descriptor: Int32) -> Size? {
    var rows: Int32 = 0
    var columns: Int32 = 0
    guard tty_size(descriptor, &rows, &columns) else { return nil }
    return Size(columns: min(Int(columns), largest.columns), rows: min(Int(rows), largest.rows))
  }

  /// What a terminal of these options shows, for `doctor`: without taking it, or even having one.
  package static func examine(_ options: TerminalOptions) throws(TerminalError) -> TerminalCapabilities {
    try claim()
    defer { letGo(-1, isEnding: false) }
    _ = tty_signals_start()
    return try openScreen(options, usual)
  }

  /// Chooses the entry, opens the screen with it and tells what it shows.
  private static func openScreen(_ options: TerminalOptions, _ size: Size) throws(TerminalError) -> TerminalCapabilities
  {
    let isUnicode = screen_set_locale()
    let choice = try TermChoice(
      options, in: .init(hasEntry: { screen_has_entry($0) }, isDirect: { screen_entry_is_direct($0) }))
    let wanted: ColorDepth? = options.isColorForbidden ? .mono : options.color
    switch Int(screen_open(choice.term, Int32(size.rows), Int32(size.columns), wanted != .mono, isUnicode)) {
    case Int(SCREEN_OPEN): break
    case Int(SCREEN_NO_CURSOR): throw .cannotMoveCursor(term: choice.term)
    default: throw .cannotOpen(reason: "out of memory")
    }
    let has: ColorDepth = screen_is_direct() ? .direct : ColorDepth(colors: Int(screen_colors()))
    // An entry for direct colour does not reach all of the palette.
    let depth = has == .direct && wanted != .mono ? .direct : wanted.map { min($0, has) } ?? has
    var notices = choice.notices
    // Direct colour that is missing is the choice's to report.
    if let wanted, wanted != .direct, depth < wanted {
      notices.append("The terminal has fewer colours than --color \(wanted.rawValue) asks for.")
    }
    if !isUnicode {
      notices.append("No UTF-8 in the locale: only ASCII is shown. Set LC_ALL=C.UTF-8 or the like.")
    }
    return TerminalCapabilities(term: choice.term, colorDepth: depth, isUnicode: isUnicode, notices: notices)
  }

  private static func claim() throws(TerminalError) {
    let wasOpen = isOpen.withLock { isOpen in
      defer { isOpen = true }
      return isOpen
    }
    if wasOpen { throw .alreadyOpen }
  }

  private static func letGo(_ descriptor: Int32, isEnding: Bool) {
    tty_release()
    screen_close()
    tty_signals_stop(isEnding)
    tty_close(descriptor)
    isOpen.withLock { $0 = false }
  }
}
