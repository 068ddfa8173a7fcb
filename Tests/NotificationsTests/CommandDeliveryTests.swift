import Alerting
import Foundation
import Notifications
import TestSupport
import Testing

/// Programs that are told of alerts.
@Suite(.waiting) struct CommandDeliveryTests {
  private func run(_ script: String, input: String = "", limit: Duration = .seconds(30)) async -> DeliveryOutcome {
    await Notifier(limit: limit).deliver(
      .command(CommandDelivery(arguments: ["/bin/sh", "-c", script], input: Array(input.utf8))))
  }

  @Test func aProgramReadsTheDocumentAndItsArguments() async throws {
    let folder = try TemporaryFolder()
    let document = String(repeating: "größe\n", count: 100_000)
    let arguments = [
      "/bin/sh", "-c", "cat > \"$1\"; printf '%s|' \"$@\" > \"$1.arguments\"", "x", folder("got"), "a b; $(id)",
    ]
    #expect(
      await Notifier().deliver(.command(CommandDelivery(arguments: arguments, input: Array(document.utf8))))
        == .delivered)
    #expect(try String(contentsOfFile: folder("got"), encoding: .utf8) == document)
    #expect(try String(contentsOfFile: folder("got.arguments"), encoding: .utf8) == "\(folder("got"))|a b; $(id)|")
  }

  @Test func nothingOfTheEnvironmentBut() async throws {
    let folder = try TemporaryFolder()
    setenv("WRAPTOP_TEST_SECRET", "SECRET", 1)
    #expect(await run("env > \(folder("env")); ls /proc/self/fd > \(folder("fds"))") == .delivered)
    let names = try String(contentsOfFile: folder("env"), encoding: .utf8).split(separator: "\n").map {
      String($0.prefix { $0 != "=" })
    }
    // The shell adds its own.
    #expect(Set(names).subtracting(["PWD", "SHLVL", "_", "OLDPWD"]).isSubset(of: ["PATH", "HOME", "LANG"]))
    #expect(names.contains("PATH"))
    // 0, 1 and 2, and the one that ls has open itself.
    #expect(try String(contentsOfFile: folder("fds"), encoding: .utf8).split(separator: "\n").count == 4)
  }

  @Test func aProgramIsFoundInTheUsualFolders() async {
    #expect(await Notifier().deliver(.command(CommandDelivery(arguments: ["true"], input: [1]))) == .delivered)
  }

  @Test(arguments: [
    ("exit 3", "/bin/sh ended with status 3"),
    ("echo fine; echo 'no\u{1B}[31m route' >&2; exit 1", "/bin/sh ended with status 1: no\u{FFFD}[31m route"),
    ("kill -9 $$", "/bin/sh was ended by signal 9"),
  ])
  func aFailureIsSaidWithTheLastLine(_ script: String, _ fault: String) async {
    #expect(await run(script) == .failed(fault, retryAfter: nil))
  }

  @Test func aProgramThatPrintsMuchIsNotWaitedFor() async {
    #expect(
      await run("yes | head -c 50000000; echo the end; exit 4")
        == .failed("/bin/sh ended with status 4: the end", retryAfter: nil))
    let outcome = await run("yes \(String(repeating: "y", count: 400))", limit: .milliseconds(300))
    guard case .failed(let fault, nil) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(fault.hasPrefix("/bin/sh took longer than 300ms and was ended: yyy") && fault.unicodeScalars.count < 300)
  }

  @Test func aProgramThatHangsIsEndedWithItsWholeGroup() async throws {
    let folder = try TemporaryFolder()
    // One that does not listen, and a child of it.
    let script =
      "trap '' TERM; (trap '' TERM; echo $$ >\(folder("a")); while :; do sleep 1; done) & echo $! > \(folder("b")); wait; wait"
    let began = ContinuousClock.now
    #expect(
      await run(script, limit: .milliseconds(500))
        == .failed("/bin/sh took longer than 500ms and was ended", retryAfter: nil))
    #expect(ContinuousClock.now - began < .seconds(20))
    let child = try #require(
      Int32(try String(contentsOfFile: folder("b"), encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(await eventually { kill(child, 0) != 0 || Self.isZombie(child) })
  }

  private static func isZombie(_ process: Int32) -> Bool {
    (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8))?.contains(") Z ") ?? true
  }

  @Test func aProgramThatLeavesAnotherBehindIsDone() async throws {
    let began = ContinuousClock.now
    #expect(await run("sleep 20 & exit 0") == .delivered)
    #expect(ContinuousClock.now - began < .seconds(15))
  }

  @Test func whatIsCancelledIsEnded() async throws {
    let folder = try TemporaryFolder()
    let task = Task { await run("echo > \(folder("begun")); sleep 60", limit: .seconds(60)) }
    #expect(await eventually { folder.has("begun") })
    task.cancel()
    #expect(await task.value == .failed("/bin/sh was ended before it was done", retryAfter: nil))
  }

  @Test func whatCannotBeRunIsRefused() async throws {
    let folder = try TemporaryFolder()
    try folder.append("not a program", to: "text")
    for (program, reason) in [("/does/not/exist", "No such file or directory"), (folder("text"), "Permission denied")] {
      let outcome = await Notifier().deliver(.command(CommandDelivery(arguments: [program, "SECRET"], input: [])))
      #expect(
        outcome == .refused("cannot run \(program) (\(reason)); check command: the program, and that it may be run"))
    }
  }
}
