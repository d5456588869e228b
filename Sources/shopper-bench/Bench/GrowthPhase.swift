// SPDX-License-Identifier: Apache-2.0

import CommandLine
import Foundation
import HubStore
import LocalStore
import Replication
import SyncClient
import SyncProtocol
import Synchronization

/// A hub that grows: whether a push and a pull cost the same at ten million observations as at a
/// hundred thousand.
///
/// What twenty laptops would have recorded is made up as it is pushed. Between two points it goes
/// as fast as it can; of the last hundred thousand before a point the pushes are made ready first,
/// so that the hub is what is measured.
struct GrowthPhase {
  /// Where it is measured, in observations that the hub holds.
  private static let places = [100_000, 316_000, 1_000_000, 3_160_000, 10_000_000]
  private static let stretch = 100_000

  private let stage: BenchStage
  private let journals: [MadeUpJournal]
  private let lookout: Lookout

  /// The points up to so many observations.
  static func points(upTo count: Int) async throws -> [GrowthPoint] {
    let stage = try await BenchStage()
    let phase = GrowthPhase(
      stage: stage,
      journals: try stage.laptops.enumerated().map { try MadeUpJournal(of: $1, at: $0) },
      lookout: try Lookout(stage)
    )
    let places = GrowthPhase.places.filter { $0 <= count }
    return try (places.isEmpty ? [count] : places).map { place in
      try phase.push(until: place - GrowthPhase.stretch)
      let point = try phase.point(at: place)
      TextOutput.note(point.cells.joined(separator: "  "))
      return point
    }
  }

  /// How many observations have been told.
  private var count: Int { journals.reduce(0) { $0 + $1.count } }

  /// Pushes as fast as it can: bodies are not compressed, and are made on the way.
  private func push(until count: Int) throws {
    _ = try stage.together { [journals] place, laptop in
      let line = try Line(laptop)
      while let push = journals[place].next(until: Moments.share(of: place, in: count)) {
        var request = try line.request([], at: .push)
        request.body = push.encoded()
        _ = try line.perform(request)
      }
    }
  }

  private func point(at place: Int) throws -> GrowthPoint {
    let before = count
    let ready = Mutex<[Int: [HTTPRequest]]>([:])
    _ = try stage.together { [journals] shopper, laptop in
      let line = try Line(laptop)
      var requests: [HTTPRequest] = []
      while let push = journals[shopper].next(until: Moments.share(of: shopper, in: place)) {
        requests.append(try line.request(push.encoded(), at: .push))
      }
      ready.withLock { $0[shopper] = requests }
    }
    let requests = ready.withLock(\.self)
    let pushed = Double(count - before)
    let times = Mutex<[Double]>([])
    let memory = MemoryWatch(stage.hub)
    let load = MachineLoad(besides: [stage.hub.id])
    let used = stage.hub.processorSeconds
    let seconds = try stage.together { shopper, laptop in
      let line = try Line(laptop)
      let own = try (requests[shopper] ?? []).map { try line.perform($0).milliseconds }
      times.withLock { $0 += own }
    }
    let foreign = load.foreignCores
    let processor = stage.hub.processorSeconds - used
    let greatest = memory.end()
    let sample = Sample(times.withLock(\.self))
    let tail = try lookout.tail(journals[0])
    return GrowthPoint(
      observations: place,
      pushRate: pushed / seconds,
      batchMedian: sample.quantile(0.5),
      batchLate: sample.quantile(0.95),
      processorMicroseconds: processor * 1_000_000 / pushed,
      smallPush: tail.push,
      pull: tail.pull,
      emptyPull: tail.empty,
      hubMebibytes: greatest,
      fileBytes: Double(stage.hubBytes) / Double(count),
      foreignCores: foreign
    )
  }
}

/// A coordinator at the log's end, who has not pulled what is before it.
private final class Lookout {
  private static let repetitions = 20

  private let reader: Line
  private let guest: Line
  private let writer: Line
  private let rights: [UInt8]
  private let key: [UInt8]

  init(_ stage: BenchStage) throws {
    let store = try SQLiteHubStore(folder: stage.stage.folder + "/hub", creates: false)
    key = store.identity.receiptKey
    try store.close()
    let own = try stage.head.store.read { try $0.standing().cursor }
    guard let cursor = PullCursor(own, key: key) else {
      throw Failure(.failed, "The cursor of \(stage.head.name) is not the hub's.")
    }
    rights = cursor.rights
    reader = try Line(stage.head)
    guest = try Line(stage.guest)
    writer = try Line(stage.laptops[0])
  }

  /// The median milliseconds of a push of 104 changes, of the pull that brings them to a
  /// coordinator, and of one that brings nothing.
  func tail(_ journal: MadeUpJournal) throws -> (push: Double, pull: Double, empty: Double) {
    var cursor = try end()
    var (pushes, pulls): ([Double], [Double]) = ([], [])
    for _ in 0..<Lookout.repetitions {
      guard let push = journal.next(until: journal.count + 96) else { break }
      pushes.append(try writer.perform(writer.request(push.encoded(), at: .push)).milliseconds)
      let page = try reader.pull(since: cursor)
      guard page.response.records.count == push.changes.count else {
        throw Failure(.failed, "A pull brought \(page.response.records.count) records.")
      }
      pulls.append(page.exchange.milliseconds)
      cursor = Array(page.response.cursor)
    }
    let empty = try (0..<100).map { _ in try reader.pull(since: cursor).exchange.milliseconds }
    return (Sample(pushes).quantile(0.5), Sample(pulls).quantile(0.5), Sample(empty).quantile(0.5))
  }

  /// A coordinator's cursor of the log's end.
  ///
  /// A bootstrap of millions would be needed for the hub to make one. A viewer, to whom nothing
  /// was released, is there after one page; what only that cursor says, of the viewer's rights, is
  /// put right and sealed again with the hub's own key.
  private func end() throws -> [UInt8] {
    let page = try guest.pull(since: [])
    guard !page.response.more, let end = PullCursor(Array(page.response.cursor), key: key) else {
      throw Failure(.failed, "A viewer does not reach the log's end with one page.")
    }
    return PullCursor(epoch: end.epoch, seq: end.seq, chain: end.chain, rights: rights)
      .bytes(key: key)
  }
}
