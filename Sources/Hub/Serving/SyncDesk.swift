// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import HubStore
import NIOCore
import Replication
import ServiceLifecycle
import SyncProtocol

/// Answers the messages of the protocol from a store.
struct SyncDesk: Sendable {
  let store: any HubStore
  let signal: CommitSignal
  let meters: Meters

  /// Whether the hub can serve: it can when its store can be read.
  func health() async throws -> Answer {
    _ = try await store.session(token: "")
    return Answer(type: "application/json", body: Array(#"{"status":"ok"}"#.utf8))
  }

  func enrol(_ body: [UInt8]) async throws -> Answer {
    let request = try WireEnrolRequest(decoding: body)
    let enrolment = try await store.enrol(
      code: request.code,
      replica: try ReplicaID(named: request.replica),
      device: request.device
    )
    let session = enrolment.session
    var response = WireEnrolResponse()
    response.token = enrolment.token
    response.card = WireReplicaCard(
      ReplicaCard(replica: session.replica, device: request.device, person: session.person)
    )
    if session.person.role == .coordinator {
      response.pseudonymKey = Data(store.identity.pseudonymKey)
    }
    return Answer(message: response.encoded())
  }

  func hello(_ body: [UInt8], _ session: Session) async throws -> Answer {
    let request = try WireHelloRequest(decoding: body)
    return Answer(message: try await store.answer(request, by: session).encoded())
  }

  func push(_ body: consuming [UInt8], _ session: Session) async throws -> Answer {
    // While it waits for its turn, a push holds its changes only, and not the message as well.
    let batch = try Batch(decoding: consume body)
    let outcome = try await store.push(batch, by: session)
    took(outcome)
    return Answer(message: WirePushResponse(outcome).encoded())
  }

  func offer(_ body: [UInt8], _ session: Session) async throws -> Answer {
    let request = try WireOfferRequest(decoding: body)
    let states = request.states.map { Array($0) }
    let outcome = try await store.offer(states, epoch: Array(request.epoch), by: session)
    if outcome.merged > 0 { signal.announce() }
    return Answer(message: WireOfferResponse(outcome).encoded())
  }

  func bundle(_ body: [UInt8]) async throws -> Answer {
    let request = try WireBundleRequest(decoding: body)
    let sealed = try WireSealedBundle(decoding: Array(request.sealed))
    let deliveries = try await store.deliver(sealed)
    for delivery in deliveries { took(delivery.outcome) }
    return Answer(message: WireBundleResponse(deliveries).encoded())
  }

  private func took(_ outcome: PushOutcome) {
    if outcome.newChanges > 0 { signal.announce() }
    meters.count(changes: outcome.newChanges, refused: outcome.rejections.count)
  }

  func pull(
    _ body: [UInt8],
    _ session: Session,
    _ eventLoop: any EventLoop
  ) async throws -> Answer {
    let request = try WirePullRequest(decoding: body)
    let cursor = Array(request.cursor)
    func page() async throws -> PullOutcome {
      try await store.pull(since: cursor, recordsMaximum: request.recordsWanted, by: session)
    }
    let seconds = min(request.waitSeconds, SyncLimits.waitSecondsMaximum)
    let outcome =
      seconds == 0
      ? try await page() : try await waiting(seconds: seconds, on: eventLoop, for: page)
    meters.count(records: outcome.states.count)
    return Answer(message: outcome.encoded())
  }

  func stream(
    _ body: [UInt8],
    by session: @escaping @Sendable () async throws -> Session
  ) async throws -> Answer {
    var run = PageRun(try WirePullRequest(decoding: body), from: self, by: session)
    let page = try await run.first()
    return Answer(page: page, rest: run)
  }

  func invite(_ body: [UInt8], _ session: Session) async throws -> Answer {
    let request = try WireInviteRequest(decoding: body)
    guard let role = Role(rawValue: request.role) else {
      throw ProblemReport(.invalid, "The roles are coordinator, shopper and viewer.")
    }
    let invitation = Invitation(
      name: request.name,
      role: role,
      program: request.program.isEmpty ? nil : request.program,
      pseudonym: request.pseudonym.isEmpty ? nil : request.pseudonym
    )
    let issued = try await store.invite(invitation, by: session)
    var response = WireInviteResponse()
    response.code = issued.code
    response.expiresAt = issued.expiresAt
    response.pseudonym = issued.pseudonym
    return Answer(message: response.encoded())
  }

  /// Asks for a page again whenever something was committed, until it holds something, the time is
  /// over or the hub stops.
  private func waiting(
    seconds: UInt32,
    on eventLoop: any EventLoop,
    for page: () async throws -> PullOutcome
  ) async throws -> PullOutcome {
    let listener = signal.listen()
    defer { listener.stop() }
    let alarm = eventLoop.scheduleTask(in: .seconds(Int64(seconds))) { listener.stop() }
    defer { alarm.cancel() }
    return try await withGracefulShutdownHandler {
      var outcome = try await page()
      var news = listener.news.makeAsyncIterator()
      while outcome.isEmpty, await news.next() != nil {
        outcome = try await page()
      }
      return outcome
    } onGracefulShutdown: {
      listener.stop()
    }
  }
}
