// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import HubStore
import Replication
import ServiceLifecycle
import SyncProtocol

/// The pages of a pull, one behind the other, as long as there is more.
struct PageRun: Sendable {
  private let desk: SyncDesk
  private let session: @Sendable () async throws -> Session
  private let recordsMaximum: Int
  private var cursor: [UInt8]
  private var more = true

  /// The pages from where a request says.
  ///
  /// - Parameters:
  ///   - request: What was asked.
  ///   - desk: Where pages come from.
  ///   - session: Who asks, by what they may do now: asked again for each page.
  init(
    _ request: WirePullRequest,
    from desk: SyncDesk,
    by session: @escaping @Sendable () async throws -> Session
  ) {
    self.desk = desk
    self.session = session
    recordsMaximum = request.recordsWanted
    cursor = Array(request.cursor)
  }

  /// The first page, or why there is none.
  mutating func first() async throws -> [UInt8] {
    let outcome = try await desk.store.pull(
      since: cursor,
      recordsMaximum: recordsMaximum,
      by: try await session()
    )
    desk.meters.count(records: outcome.states.count)
    cursor = outcome.cursor
    more = outcome.more && outcome.restart != .timeline
    var bytes: [UInt8] = []
    let page = outcome.encoded()
    bytes.reserveCapacity(page.count + 8)
    page.withUnsafeBytes { bytes.add(PageStream.field, $0) }
    return bytes
  }

  /// The next page; nil where there is no more, where the hub stops, and where something is wrong:
  /// whoever asks again from there is told what.
  mutating func next() async -> [UInt8]? {
    guard more, !Task.isShuttingDownGracefully else { return nil }
    return try? await first()
  }
}
