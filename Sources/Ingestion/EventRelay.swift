import Glibc
import SystemFiles

/// Brings lines to a server for as long as they come, so that whoever writes them is never ended or held up because no
/// server is there: it connects again, holds a bounded number of bytes meanwhile, and counts what it has to drop.
///
/// It asks for acknowledgements (flush) and holds lines until they are acknowledged. After a connection broke it sends
/// what was not acknowledged again, if it has an `operation_id`: such a line counts once.
package struct EventRelay {
  /// How long a relay waits, and how much it holds.
  package struct Options: Sendable {
    /// The maximum number of bytes that are held.
    package var heldBytes = 64 << 20
    /// How long a server that was there may be gone once the input has ended.
    package var patience = Duration.seconds(10)
    /// How long a server may take no bytes and give no reply, before the connection counts as broken.
    package var replyPatience = Duration.seconds(30)
    /// How often an acknowledgement is asked for while lines come slowly.
    package var flushInterval = Duration.seconds(5)

    package init() {}
  }

  /// What became of everything that was to be sent.
  package struct Outcome: Sendable {
    /// Where the lines went last; nil if no server was reached.
    package internal(set) var path: String?
    /// The last reply of each connection, in their order: one line of JSON, as article Events, Lifecycle events has it.
    package internal(set) var replies: [String] = []
    /// How many of the oldest lines were dropped, as there was no room for them while no server was there.
    package internal(set) var dropped = 0
    /// How many lines without an `operation_id` were on their way when a connection broke.
    package internal(set) var uncertain = 0
    /// How many lines were still held when the relay gave up.
    package internal(set) var undelivered = 0
    /// Why the relay gave up, or what it could not read; nil if everything was acknowledged.
    package internal(set) var failure: IngestionError?
  }

  private let paths: () throws(IngestionError) -> [String]
  private let options: Options
  private let interruption: Interruption
  private let tell: (String) -> Void

  private var outcome = Outcome()
  private var held = HeldLines()
  private var input: Int32?
  private var inputFailure: IngestionError?
  /// The beginning of a line whose end has not come yet.
  private var unfinished: [UInt8] = []
  /// The rest of a line that is too long is left out.
  private var isSkipping = false

  private var connection: RelayConnection?
  private var hasConnected = false
  /// Why there is no connection.
  private var failure: IngestionError?
  /// What is on its way are lines, not a flush.
  private var isSendingLines = false
  /// The flush that is not answered yet, and what its answer acknowledges.
  private var flush: (id: Int, mark: Int)?
  private var flushCount = 0
  private var reply: String?

  private var lastProgress = ContinuousClock.now
  private var lastFlush = ContinuousClock.now
  private var nextAttempt = ContinuousClock.now
  private var pause = Duration.zero
  /// Since when there is no server that answers; nil while there is one.
  private var outage: ContinuousClock.Instant? = .now
  private var inputEnd = ContinuousClock.now
  private var isOutageTold = false
  private var isDropTold = false
  /// When to give up, whatever is left.
  private var end: ContinuousClock.Instant?

  /// - Parameters:
  ///   - paths: where servers may listen; asked before every attempt, the first that takes the connection is used.
  ///   - interruption: ends the relay soon: two seconds after its first signal, at once with the second.
  ///   - tell: receives what the user has to know on the way.
  package init(
    to paths: @escaping () throws(IngestionError) -> [String], options: Options = Options(),
    interruption: Interruption, tell: @escaping (String) -> Void
  ) {
    self.paths = paths
    self.options = options
    self.interruption = interruption
    self.tell = tell
  }

  /// Sends `lines`, then what comes from `input` until its end, and waits until all of it is acknowledged. To be called
  /// once.
  package mutating func run(_ lines: [UInt8] = [], input: Int32? = nil) -> Outcome {
    self.input = input
    held.append(lines)
    while true {
      let now = ContinuousClock.now
      if connection == nil, now >= nextAttempt { connect(at: now) }
      if let connection, isWaiting, now - lastProgress > options.replyPatience {
        lose(
          IngestionError(.inputOutput, connection.path, "no reply came in time", advice: "look at the core's log"),
          at: now)
      }
      if isOver(at: now) { break }
      feed(at: now)
      wait(at: now)
    }
    if let reply { outcome.replies.append(reply) }
    outcome.undelivered = held.count
    outcome.failure = inputFailure ?? (isDelivered ? nil : failure ?? interrupted)
    return outcome
  }

  // MARK: The connection

  private var isDelivered: Bool { hasConnected && held.isEmpty && flush == nil }

  private func isOver(at now: ContinuousClock.Instant) -> Bool {
    if let end, now >= end { return true }
    guard input == nil else { return false }
    if connection != nil || failure == nil { return isDelivered && unfinished.isEmpty }
    if failure?.kind == .noPermission { return true }
    let mayComeBack = hasConnected || failure?.kind == .inputOutput
    return !mayComeBack || now - max(outage ?? now, inputEnd) >= options.patience
  }

  private mutating func connect(at now: ContinuousClock.Instant) {
    do throws(IngestionError) {
      connection = try firstConnection()
      outcome.path = connection?.path
      (hasConnected, failure, lastProgress) = (true, nil, now)
      // The first answer tells whether it is more than a connection.
      lastFlush = now - options.flushInterval
    } catch {
      fail(error, at: now)
    }
  }

  // Tries again, more and more seldom until a server answers.
  private mutating func fail(_ error: IngestionError, at now: ContinuousClock.Instant) {
    failure = error
    pause = min(.seconds(1), max(.milliseconds(20), pause * 2))
    nextAttempt = now + pause
    guard input != nil, !isOutageTold, let outage, now - outage > .milliseconds(500) else { return }
    isOutageTold = true
    tell(
      "\(error.place): \(error.problem); lines are held until they can be sent, at most \(options.heldBytes >> 20) MiB")
  }

  private func firstConnection() throws(IngestionError) -> RelayConnection {
    var failure: IngestionError?
    for path in try paths() {
      do throws(IngestionError) {
        return try RelayConnection(to: path)
      } catch {
        failure = failure ?? error
      }
    }
    throw failure ?? IngestionError(.unreadable, "socket", "nothing listens", advice: "start wraptop")
  }

  private mutating func lose(_ error: IngestionError, at now: ContinuousClock.Instant) {
    outage = outage ?? (isWaiting ? lastProgress : now)
    let remaining = isSendingLines ? connection?.unsentBytes ?? 0 : 0
    let uncertain = held.rewind(remaining: remaining) { OperationIDScanner.hasOperationID($0) }
    outcome.uncertain += uncertain
    if let reply { outcome.replies.append(reply) }
    (connection, flush, reply) = (nil, nil, nil)
    fail(error, at: now)
    if uncertain > 0 {
      tell(
        "\(error.place): \(uncertain) line\(uncertain == 1 ? "" : "s") without an operation_id may be lost with the connection; "
          + "sent again they could count twice")
    }
  }

  // MARK: What is sent

  /// Whether the server owes bytes or room for bytes.
  private var isWaiting: Bool { flush != nil || (connection?.unsentBytes ?? 0) > 0 }

  private mutating func feed(at now: ContinuousClock.Instant) {
    guard let connection, connection.unsentBytes == 0 else { return }
    if needsFlush(at: now) {
      flushCount += 1
      flush = (flushCount, held.mark)
      (isSendingLines, lastFlush, lastProgress) = (false, now, now)
      connection.send(Array("{\"event\":\"flush\",\"id\":\(flushCount)}\n".utf8))
    } else if let lines = held.takeUnsent() {
      (isSendingLines, lastProgress) = (true, now)
      connection.send(lines)
    }
  }

  private func needsFlush(at now: ContinuousClock.Instant) -> Bool {
    guard flush == nil, held.unacknowledgedBytes > 0 else { return false }
    if held.unacknowledgedBytes >= options.heldBytes / 2 { return true }
    return !held.hasUnsent && (input == nil || now - lastFlush >= options.flushInterval)
  }

  private mutating func take(_ replies: [String]) {
    for line in replies {
      guard let flush, line.hasPrefix("{\"flushed\":\(flush.id),") else { continue }
      held.acknowledge(flush.mark)
      (self.flush, reply) = (nil, line)
      if isOutageTold { tell("\(outcome.path ?? ""): lines are sent again") }
      (outage, pause, isOutageTold, isDropTold) = (nil, .zero, false, false)
    }
  }

  // MARK: Waiting

  // Without a server, input is read and held, and the oldest of it dropped: who writes it must not wait.
  private var wantsInput: Bool {
    input != nil && (connection == nil || held.bytes + unfinished.count < options.heldBytes)
  }

  private mutating func wait(at now: ContinuousClock.Instant) {
    let dueAt = [
      end, connection == nil ? nextAttempt : nil, isWaiting ? lastProgress + options.replyPatience : nil,
      held.unacknowledgedBytes > 0 && flush == nil && input != nil ? lastFlush + options.flushInterval : nil,
    ].compactMap(\.self).min()
    var requests: [pollfd] = []
    if let connection { requests.append(connection.request) }
    if wantsInput, let input { requests.append(pollfd(fd: input, events: Int16(POLLIN), revents: 0)) }
    if interruption.wait(for: &requests, timeout: dueAt.map { max(.zero, $0 - now) }) == .interrupted {
      end = end == nil ? now + .seconds(2) : now
    }
    let isInputReady = wantsInput && requests.last.map { $0.revents != 0 } ?? false
    if connection != nil, let ready = requests.first, ready.revents != 0 { exchange() }
    if isInputReady { read() }
  }

  private mutating func exchange() {
    guard let connection else { return }
    do throws(IngestionError) {
      // What the other side said comes first: a refusal, before it closed.
      let replies = try connection.replies()
      take(replies)
      let hasSent = try connection.advance()
      if hasSent || !replies.isEmpty { lastProgress = .now }
    } catch {
      lose(error, at: .now)
    }
  }

  private mutating func read() {
    guard let input else { return }
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    let count = Glibc.read(input, &bytes, bytes.count)
    if count > 0 {
      take(bytes[..<count])
    } else if count == 0 {
      endInput()
    } else if errno != EINTR, errno != EAGAIN {
      inputFailure = IngestionError(
        .inputOutput, "standard input", SystemError.last.description, advice: "check what it is redirected from")
      endInput()
    }
    guard connection == nil, held.bytes + unfinished.count > options.heldBytes else { return }
    outcome.dropped += held.dropOldest(to: options.heldBytes - unfinished.count)
    guard !isDropTold else { return }
    isDropTold = true
    tell("more than \(options.heldBytes >> 20) MiB wait to be sent: the oldest lines are dropped")
  }

  private mutating func endInput() {
    (input, inputEnd) = (nil, .now)
    // One more attempt, now that it is all there.
    if connection == nil { (failure, nextAttempt) = (nil, inputEnd) }
    if !unfinished.isEmpty { take([UInt8(ascii: "\n")]) }
  }

  private mutating func take(_ bytes: ArraySlice<UInt8>) {
    var bytes = bytes
    if isSkipping {
      guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return }
      isSkipping = false
      bytes = bytes[(end + 1)...]
    }
    guard let last = bytes.lastIndex(of: UInt8(ascii: "\n")) else {
      unfinished += bytes
      guard unfinished.count > options.heldBytes / 2 else { return }
      // Nobody takes such a line.
      (unfinished, isSkipping) = ([], true)
      outcome.dropped += 1
      return
    }
    held.append(unfinished + bytes[...last])
    unfinished = Array(bytes[(last + 1)...])
  }

  private var interrupted: IngestionError {
    IngestionError(
      .inputOutput, outcome.path ?? "socket", "ended by a signal before everything was acknowledged",
      advice: "send again what has an operation_id")
  }
}
