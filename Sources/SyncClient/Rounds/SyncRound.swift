// SPDX-License-Identifier: Apache-2.0

import Foundation
package import LocalStore
package import SyncProtocol

/// How far a round has come, for a progress bar.
package enum SyncProgress: Hashable, Sendable {
  /// So many of the waiting changes are at the hub.
  case pushed(Int, of: Int)
  /// So many records have come.
  case pulled(Int)
}

/// One round of sync: performs a session's actions on a store and a connection.
///
/// One process at a time runs a round on a store; a second one waits for its turn.
package struct SyncRound {
  private let store: LocalStore
  private let connection: HubConnection
  private let progress: (SyncProgress) -> Void

  /// A round between a store and its hub.
  package init(
    store: LocalStore,
    connection: HubConnection,
    progress: @escaping (SyncProgress) -> Void = { _ in }
  ) {
    self.store = store
    self.connection = connection
    self.progress = progress
  }

  /// Runs the round to its end.
  ///
  /// - Returns: What came of it.
  /// - Throws: ``SyncFailure``, and ``StoreError`` where the store cannot keep what came.
  package func run() throws -> SyncReport {
    let lock = try RoundLock(folder: store.folder)
    defer { lock.release() }
    let standing = try store.read { try $0.standing() }
    let pages = PulledPages(connection)
    defer { pages.close() }
    var session = SyncSession(from: standing)
    var tally = SyncReport()
    var action = session.handle(.begin)
    while true {
      switch action {
      case .finish(var report):
        try relay(&report)
        return report
      case .fail(let failure):
        throw failure
      default:
        let event = try perform(action, pages)
        note(action, waiting: standing, in: &tally)
        action = session.handle(event)
      }
    }
  }

  private func perform(_ action: SyncAction, _ pages: PulledPages) throws -> SyncEvent {
    do throws(SyncFailure) {
      switch action {
      // One line carries one thing at a time.
      case .hello, .push, .offer: pages.close()
      default: break
      }
      switch action {
      case .hello(let request): return .greeted(try connection.call(request, at: .hello))
      case .push(let request): return .pushed(try connection.call(request, at: .push))
      case .offer(let request): return .offered(try connection.call(request, at: .offer))
      case .pull(let request): return .paged(try pages.page(request))
      default: break
      }
    } catch {
      return .failed(error)
    }
    let event =
      action.isReading
      ? try store.read { try $0.perform(action) } : try store.write { try $0.perform(action) }
    return event ?? .failed(.bug("The store was told to do what is not for it."))
  }

  /// Hands the hub what other stores gave this one to carry.
  ///
  /// What the hub does not take stays, with the reason; it may be mended there.
  private func relay(_ report: inout SyncReport) throws {
    for bundle in try store.read({ try $0.bundles() }) {
      guard let bytes = try store.read({ try $0.bytes(of: bundle) }) else { continue }
      var request = WireBundleRequest()
      request.sealed = Data(bytes)
      report.carried += bundle.changes
      do throws(SyncFailure) {
        let response: WireBundleResponse = try connection.call(request, at: .bundle)
        report.carriedRefused += response.receipts.map(\.rejections.count).reduce(0, +)
      } catch {
        guard !error.isTemporary else { throw error }
        report.carriedRefused += bundle.changes
        try store.write { try $0.note(error.words, on: bundle) }
        continue
      }
      try store.write { try $0.drop(bundle) }
    }
  }

  private func note(_ action: SyncAction, waiting standing: Standing, in tally: inout SyncReport) {
    switch action {
    case .push(let request):
      tally.pushed += request.changes.count
      progress(.pushed(tally.pushed, of: Int(standing.waiting)))
    case .accept(let page):
      tally.pulled += page.states.count
      progress(.pulled(tally.pulled))
    default:
      break
    }
  }
}

extension SyncFailure {
  /// What the hub said of a bundle that it did not take.
  fileprivate var words: String {
    if case .refused(_, let detail) = self { detail } else { sentence }
  }
}
