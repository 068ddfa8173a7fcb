import Foundation
import SystemFiles
import TestSupport
import Testing

@Suite(.waiting) struct ProcessIdentityTests {
  @Test func thisProcessRunsAndIsOfThisUser() throws {
    let own = try #require(ProcessIdentity.current)
    #expect(own.number == getpid() && own.isRunning && own.isOfSameUser)
    #expect(own.environment?["PATH"] == getenv("PATH").map { String(cString: $0) })
    #expect(ProcessIdentity.current == own)
  }

  @Test func anotherProcessMachineOrUserIsToldApart() throws {
    let own = try #require(ProcessIdentity.current)
    func other(start: UInt64? = nil, boot: String? = nil, user: UInt32? = nil) -> ProcessIdentity {
      ProcessIdentity(
        number: own.number, user: user ?? own.user, start: start ?? own.start, boot: boot ?? own.boot)
    }
    #expect(other().isRunning)
    #expect(!other(start: own.start + 1).isRunning)
    #expect(!other(boot: "00000000-0000-0000-0000-000000000000").isRunning)
    #expect(!other(user: own.user + 1).isOfSameUser)
    #expect(other(start: own.start + 1).environment == nil)
  }

  @Test func oneThatHasEndedDoesNotRun() async throws {
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    let child = try ChildProcess(
      "/bin/sleep", ["60"], environment: ["MARK": "a=b", "EMPTY": ""], descriptors: [null, null, null])
    let boot = try #require(ProcessIdentity.current).boot
    // The same line of the system that tells when it began, read here by other means.
    let stat = try String(contentsOfFile: "/proc/\(child.identifier)/stat", encoding: .utf8)
    let start = try #require(
      stat.split(separator: ") ").last?.split(separator: " ").dropFirst(19).first.flatMap { UInt64($0) })
    let identity = ProcessIdentity(number: child.identifier, user: geteuid(), start: start, boot: boot)
    #expect(identity.isRunning)
    // Until it has become the program, the environment is that of this process.
    #expect(await eventually { identity.environment == ["MARK": "a=b", "EMPTY": ""] })
    child.send(SIGKILL)
    _ = child.wait(within: .seconds(60))
    #expect(!identity.isRunning && identity.environment == nil)
  }
}
