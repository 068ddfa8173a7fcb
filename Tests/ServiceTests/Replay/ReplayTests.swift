import Events
import Snapshots
import Foundation
import Ingestion
import TestSupport
import Testing

@testable import Service

/// Recordings played into a core.
@Suite(.waiting) struct ReplayTests {
  private let present = Timestamp(seconds: 1_767_400_000)

  private func line(_ time: String, _ wrapper: String = "w", status: String = "success") -> String {
    #"{"wrapper_name":"\#(wrapper)","status":"\#(status)","end_time":"2026-01-01T\#(time)Z","duration_ms":5}"# + "\n"
  }

  private func core(_ replay: Replay) -> Core { Core { replay.now } }

  private func options(_ speed: ReplaySpeed) -> Replay.Options {
    var options = Replay.Options()
    options.speed = speed
    return options
  }

  @Test func aRecordingIsPlayedWithTheClockOfItsTime() async throws {
    let folder = try TemporaryFolder()
    let text =
      line("10:00:00") + line("10:00:01") + "bad\n" + line("10:30:00", status: "error") + line("10:10:00")
    try folder.append(text, to: "file")
    let replay = try await Replay(folder("file"), options: options(.times(36_000)), now: present)
    #expect(replay.now == Timestamp("2026-01-01T10:00:00Z"))
    let core = core(replay)
    await replay.play(into: core)
    #expect(replay.now == Timestamp("2026-01-01T10:30:00Z"))
    let snapshot = core.snapshot()
    #expect(snapshot.at == replay.now)
    #expect(snapshot.monitor.system.totalOperations == 4)
    #expect(snapshot.monitor.wrappers.first?.health.sums.operations == 4)
    #expect(snapshot.monitor.system.operationsPerMinute == 1)
    #expect(snapshot.sources.map(\.rejected) == [1] && snapshot.sources.map(\.state) == [.ended])
    #expect(snapshot.sources.map(\.lines) == [5] && snapshot.rejected.map(\.lineNumber) == [3])
    #expect(snapshot.sources[0].bytes == UInt64(text.utf8.count))
    #expect(
      snapshot.notices.first == "the replay of \(folder("file")) has ended; the clock stands at 2026-01-01T10:30:00Z")
    #expect(snapshot.notices.last?.contains("at 36000 times the speed, recorded from 2026-01-01T10:00:00Z") == true)
  }

  @Test func aLineComesNoSoonerThanItIsDue() async throws {
    let folder = try TemporaryFolder()
    try folder.append(line("10:00:00") + line("10:00:00.5") + line("10:00:01"), to: "file")
    let replay = try await Replay(folder("file"), options: options(.times(1)), now: present)
    let core = core(replay)
    let begin = ContinuousClock.now
    await replay.play(into: core)
    #expect(ContinuousClock.now - begin >= .seconds(1))
    #expect(core.snapshot().monitor.system.totalOperations == 3)
  }

  @Test func aReplayCanBeBrokenOff() async throws {
    let folder = try TemporaryFolder()
    try folder.append(line("10:00:00") + line("11:00:00"), to: "file")
    var options = options(.times(1))
    options.longestWait = nil
    let replay = try await Replay(folder("file"), options: options, now: present)
    let core = core(replay)
    let playing = Task { await replay.play(into: core) }
    #expect(await eventually { core.snapshot().monitor.system.totalOperations == 1 })
    playing.cancel()
    await playing.value
    #expect(core.snapshot().monitor.system.totalOperations == 1)
    #expect(core.snapshot().notices.count == 1)
  }

  @Test func aLongSilenceIsCutShortAndTold() async throws {
    let folder = try TemporaryFolder()
    try folder.append(line("10:00:00") + line("22:00:00"), to: "file")
    var options = options(.times(1000))
    options.longestWait = .milliseconds(100)
    let replay = try await Replay(folder("file"), options: options, now: present)
    let core = core(replay)
    await replay.play(into: core)
    #expect(replay.now == Timestamp("2026-01-01T22:00:00Z"))
    #expect(core.snapshot().notices.contains("replay: a silence of 43100 s is cut short"), "\(core.snapshot().notices)")
    #expect(core.snapshot().monitor.wrappers[0].health.sums.operations == 1)
  }

  @Test func stepsComeWhenTheyHappened() async throws {
    let folder = try TemporaryFolder()
    try folder.append(
      #"{"event":"start","operation_id":"a","wrapper_name":"w","time":"2026-01-01T10:00:00Z"}"# + "\n"
        + #"{"event":"end","operation_id":"a","time":"2026-01-01T10:00:20Z"}"#, to: "file")
    let replay = try await Replay(folder("file"), options: options(.times(100)), now: present)
    let core = core(replay)
    let playing = Task { await replay.play(into: core) }
    #expect(await eventually { core.snapshot().monitor.system.totalOperations == 1 })
    await playing.value
    #expect(core.snapshot().monitor.system.activeOperations == 0)
    #expect(core.snapshot().monitor.wrappers[0].totals.durationSumNanoseconds == 20_000_000_000)
  }

  @Test func aRecordingWithoutTimesBeginsNow() async throws {
    let folder = try TemporaryFolder()
    try folder.append(#"{"wrapper_name":"w"}"# + "\nbad\n", to: "file")
    let replay = try await Replay(folder("file"), now: present)
    #expect(replay.now == present)
    let core = core(replay)
    await replay.play(into: core)
    #expect(core.snapshot().monitor.system.totalOperations == 1)
  }

  @Test(arguments: ["none", "*.none"]) func whatIsNotThereIsAnError(name: String) async throws {
    let folder = try TemporaryFolder()
    await #expect {
      _ = try await Replay(folder(name), now: present)
    } throws: { error in
      (error as? IngestionError)?.exitCode == 66 && "\(error)".contains(folder(name))
    }
  }
}
