// SPDX-License-Identifier: Apache-2.0

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
    var session = SyncSession(from: standing)
    var tally = SyncReport()
    var action = session.handle(.begin)
    while true {
      switch action {
      case .finish(let report):
        return report
      case .fail(let failure):
        throw failure
      default:
        let event = try perform(action)
        note(action, waiting: standing, in: &tally)
        action = session.handle(event)
      }
    }
  }

  private func perform(_ action: SyncAction) throws -> SyncEvent {
    do {
      switch action {
      case .hello(let request):
        return .greeted(try connection.call(request, at: .hello))
      case .push(let request):
        return .pushed(try connection.call(request, at: .push))
      case .pull(let request):
        return .pulled(try connection.call(request, at: .pull))
      case .load(let counter, let changesMaximum, let bytesMaximum):
        return .loaded(
          try store.read {
            try $0.journal(
              after: counter,
              changesMaximum: changesMaximum,
              bytesMaximum: bytesMaximum
            )
          }
        )
      case .acknowledge(let acknowledgement):
        try store.write { try $0.keep(acknowledgement) }
      case .accept(let page):
        try store.write { try $0.keep(page) }
      case .finish, .fail:
        break
      }
      return .stored
    } catch let failure as SyncFailure {
      return .failed(failure)
    }
  }

  private func note(_ action: SyncAction, waiting standing: Standing, in tally: inout SyncReport) {
    switch action {
    case .push(let request):
      tally.pushed += request.changes.count
      progress(.pushed(tally.pushed, of: Int(standing.last - standing.acknowledged)))
    case .accept(let page):
      tally.pulled += page.records.count
      progress(.pulled(tally.pulled))
    default:
      break
    }
  }
}
