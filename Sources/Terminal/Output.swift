import CNcurses

/// The bytes on their way to the terminal. Writing never blocks: what the terminal does not take yet waits here.
struct Output {
  private let descriptor: Int32
  private var waiting: [UInt8] = []
  /// How many bytes the terminal has taken.
  private(set) var sent: UInt64 = 0
  /// The terminal is gone; bytes for it are dropped.
  private(set) var isGone = false

  init(descriptor: Int32) { self.descriptor = descriptor }

  var isEmpty: Bool { waiting.isEmpty }

  /// Sends bytes, or lets them wait behind others.
  mutating func send(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard !isGone, !bytes.isEmpty else { return }
    let sent = isEmpty ? write(bytes) : 0
    if !isGone { waiting.append(contentsOf: bytes.dropFirst(sent)) }
  }

  /// Sends what waits, as far as the terminal takes it.
  mutating func flush() {
    while !isEmpty {
      let sent = waiting.withUnsafeBufferPointer { tty_write(descriptor, $0.baseAddress, $0.count) }
      if sent < 0 { giveUp() }
      guard sent > 0 else { return }
      self.sent += UInt64(sent)
      waiting.removeFirst(sent)
    }
  }

  /// Sends what waits and waits for the terminal to take it, a moment at the most: a sequence that is cut off would
  /// swallow what follows.
  mutating func drain() {
    if !isGone { waiting.withUnsafeBufferPointer { tty_write_patiently(descriptor, $0.baseAddress, $0.count) } }
    waiting = []
  }

  /// The terminal is gone.
  mutating func giveUp() {
    isGone = true
    waiting = []
  }

  private mutating func write(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let sent = tty_write(descriptor, bytes.baseAddress, bytes.count)
    if sent < 0 { giveUp() }
    self.sent += UInt64(max(0, sent))
    return max(0, sent)
  }
}
