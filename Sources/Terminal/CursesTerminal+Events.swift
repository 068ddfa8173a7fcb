import CNcurses
import Canvas

extension CursesTerminal {
  /// The most that is read before events are handed out, so that a flood of keys cannot hold them back.
  private static let readsAtOnce = 16

  package func wait(timeout: Duration?) -> [TerminalEvent] {
    let clock = ContinuousClock()
    let deadline = timeout.map { clock.now + max(.zero, $0) }
    while true {
      var events = queued
      queued = []
      if !events.isEmpty { return events }

      let earliest = [deadline, decoderDeadline].compactMap(\.self).min()
      let ready = tty_wait(
        output.isGone ? -1 : descriptor, !output.isEmpty, waker.descriptor, signals,
        earliest.map { clock.now.duration(to: $0).nanoseconds } ?? -1)

      // Signals before keys: after a stop the terminal has to be taken before it is read.
      for signal in takeSignals() {
        if signal == TTY_CONTINUE { enter() } else if let event = event(signal) { events.append(event) }
      }
      events += queued
      queued = []
      if ready & Int32(TTY_READABLE) != 0 {
        read(&events, clock)
      } else if ready & Int32(TTY_GONE) != 0 {
        output.giveUp()
      }
      if let due = decoderDeadline, due <= clock.now {
        decoder.giveUp { events.append(TerminalEvent($0)) }
        decoderDeadline = nil
      }
      if ready & Int32(TTY_WRITABLE) != 0 {
        output.flush()
        sendLateFrame()
      }
      if output.isGone && !isHangupReported {
        isHangupReported = true
        events.append(.hangup)
      }
      if waker.take() { events.append(.wake) }
      if !events.isEmpty { return events }
      if let deadline, deadline <= clock.now { return [.timeout] }
    }
  }

  /// The signals that came since, as of TTY_TERMINATE.
  func takeSignals() -> [Int] {
    var names = [UInt8](repeating: 0, count: 64)
    let count = tty_signals_take(&names, names.count)
    return names.prefix(count).map(Int.init)
  }

  /// What a signal means to the program; nil if nothing.
  func event(_ signal: Int) -> TerminalEvent? {
    switch signal {
    case Int(TTY_TERMINATE): .signal(.terminate)
    case Int(TTY_INTERRUPT): .signal(.interrupt)
    case Int(TTY_HANGUP): .signal(.hangup)
    case Int(TTY_SUSPEND): .signal(.suspend)
    case Int(TTY_RESIZE): adoptSize()
    default: nil
    }
  }

  private func read(_ events: inout [TerminalEvent], _ clock: ContinuousClock) {
    var bytes = [UInt8](repeating: 0, count: 4096)
    for _ in 0..<Self.readsAtOnce {
      let count = tty_read(descriptor, &bytes, bytes.count)
      if count < 0 { output.giveUp() }
      guard count > 0 else { break }
      decoder.push(bytes.prefix(count)) { events.append(TerminalEvent($0)) }
      if count < bytes.count { break }
    }
    decoderDeadline = decoder.patience.map { clock.now + $0 }
  }
}

extension TerminalEvent {
  fileprivate init(_ input: KeyDecoder.Input) {
    switch input {
    case .key(let key): self = .key(key)
    case .paste(let text): self = .paste(text)
    }
  }
}

extension Duration {
  /// Whole nanoseconds, from 0 to a century.
  fileprivate var nanoseconds: Int64 {
    let limited = min(max(self, .zero), .seconds(3_000_000_000))
    return limited.components.seconds * 1_000_000_000 + limited.components.attoseconds / 1_000_000_000
  }
}
