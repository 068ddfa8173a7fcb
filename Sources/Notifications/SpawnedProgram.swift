import CLinux
import Glibc
import SystemFiles

/// A program that runs, in a process group of its own.
struct SpawnedProgram: ~Copyable {
  /// How waiting for it ended.
  enum End {
    case ended
    case tookTooLong
    /// Nobody wants to wait any more.
    case stopped
  }

  private let process: pid_t
  // Its number can be polled for the end of the program; -1 on kernels that have no such descriptor.
  private let handle: Descriptor?
  private let handleNumber: Int32
  private let outlet: Descriptor
  /// The end of what it printed.
  private(set) var output: [UInt8] = []

  /// Starts a program, which is looked up in the PATH if its name has no slash.
  ///
  /// - Parameters:
  ///   - arguments: the program first.
  ///   - input: what it reads.
  init(_ arguments: [String], environment: [String], input: consuming Descriptor) throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    let fault = cl_pipe(&ends)
    guard fault == 0, let outlet = Descriptor(ends[0]), let inlet = Descriptor(ends[1]) else {
      throw SystemError(code: fault)
    }
    var process: Int32 = 0
    let code = Self.withCStrings(arguments) { arguments in
      Self.withCStrings(environment) { environment in
        cl_spawn(arguments, environment, input.number, inlet.number, &process)
      }
    }
    guard code == 0 else { throw SystemError(code: code) }
    self.process = process
    handleNumber = cl_process_open(process)
    handle = Descriptor(handleNumber)
    self.outlet = outlet
    _ = fcntl(self.outlet.number, F_SETFL, O_NONBLOCK)
  }

  private static func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    let copies: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
    defer { for copy in copies { free(copy) } }
    return copies.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("an array with an element has an address") }
      return body(base)
    }
  }

  // MARK: Waiting

  /// Waits for its end, and reads what it prints.
  mutating func wait(within limit: Duration, stop: Int32, outputLimit: Int) -> End {
    let deadline = ContinuousClock.now + limit
    var isOpen = true
    while !hasEnded {
      let left = deadline - ContinuousClock.now
      guard left > .zero else { return .tookTooLong }
      // Without a descriptor for its end it has to be asked.
      let pause = handleNumber < 0 ? Swift.min(left, .milliseconds(20)) : left
      var polled = [
        pollfd(fd: handleNumber, events: Int16(POLLIN), revents: 0),
        pollfd(fd: isOpen ? outlet.number : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
      ]
      poll(&polled, nfds_t(polled.count), Int32(pause / .milliseconds(1)) + 1)
      if polled[1].revents != 0 { isOpen = read(limit: outputLimit) }
      if polled[2].revents != 0 { return .stopped }
    }
    // What it printed last may still be there; what others of its group print is not waited for.
    if isOpen { _ = read(limit: outputLimit) }
    return .ended
  }

  /// Tells its whole group to end, and ends it.
  borrowing func end(within grace: Duration) {
    kill(-process, SIGTERM)
    let deadline = ContinuousClock.now + grace
    while !hasEnded, ContinuousClock.now < deadline {
      var polled = pollfd(fd: handleNumber, events: Int16(POLLIN), revents: 0)
      poll(&polled, 1, handleNumber < 0 ? 20 : Int32((deadline - ContinuousClock.now) / .milliseconds(1)) + 1)
    }
    // Until it is reaped, no other process can have its number.
    kill(-process, SIGKILL)
  }

  /// Its status, as in wait(2); waits for its end.
  borrowing func reap() -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status
  }

  private var hasEnded: Bool {
    var information = siginfo_t()
    return waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT) != 0
      || information.si_signo == SIGCHLD
  }

  /// Reads what is there; false at the end.
  private mutating func read(limit: Int) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    // A program that prints without end must not keep this from looking at the clock.
    for _ in 0..<16 {
      let count = Glibc.read(outlet.number, &buffer, buffer.count)
      guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) }
      output = Array((output + buffer[..<count]).suffix(limit))
    }
    return true
  }
}
