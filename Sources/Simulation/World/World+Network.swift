// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import Replication
import SyncProtocol

/// A message to the hub.
enum HubRequest {
  case hello(WireHelloRequest)
  case push(WirePushRequest)
  case pull(WirePullRequest)
  case offer(WireOfferRequest)
  case bundle(WireBundle)

  /// The message of an action; nil for one that is not for the network.
  init?(_ action: SyncAction) {
    switch action {
    case .hello(let request): self = .hello(request)
    case .push(let request): self = .push(request)
    case .pull(let request): self = .pull(request)
    case .offer(let request): self = .offer(request)
    default: return nil
    }
  }
}

/// A message that is held up somewhere.
struct LateRequest {
  let owner: Person
  let store: ReplicaID
  let request: HubRequest
}

/// The network between laptops and hub.
extension World {
  /// Carries a request to the hub and its answer back; nil where the action is no request.
  func exchange(_ action: SyncAction, from place: Int) throws -> SyncEvent? {
    guard var request = HubRequest(action) else { return nil }
    let laptop = laptops[place]
    tell("  \(laptop.name) sends: \(action.word)")
    if laptop.isCutOff { return failed("There is no network.", .stoppedLink) }
    if strikes(.network, 0.06) { return failed("The request is lost.", .lostRequest) }
    narrow(&request)
    if strikes(.network, 0.05) {
      late.append(LateRequest(owner: laptop.owner, store: laptop.enrolledAs, request: request))
      return failed("The request is held up.", .lateRequest)
    }
    if strikes(.network, 0.03), case .push(var push) = request, push.changes.count > 1 {
      push.changes.removeLast()
      request = .push(push)
      tally[.cutRequest] += 1
      tell("  the request is cut")
    }
    let isDoubled = strikes(.network, 0.05)
    var event = try serve(request, laptop.owner, laptop.enrolledAs)
    if case .failed = event { return event }
    if isDoubled { event = try serveAgain(request, laptop.owner, laptop.enrolledAs) }
    if case .failed = event { return event }
    if strikes(.network, 0.06) { return failed("The answer is lost.", .lostAnswer) }
    if strikes(.network, 0.02) {
      tally[.cutAnswer] += 1
      return .failed(.damaged("The answer is cut."))
    }
    limit(&event)
    try follow(&event, to: laptop)
    return event
  }

  private func failed(_ what: String, _ occurrence: Occurrence) -> SyncEvent {
    tally[occurrence] += 1
    tell("  \(what)")
    return .failed(.unreachable(what))
  }

  /// A message that was held up comes through; nobody waits for the answer.
  func deliverLate() throws {
    guard !late.isEmpty else { return }
    let message = late.remove(at: chance.below(late.count))
    tell("  a late request of \(message.owner.name) arrives")
    let before = hub.storage
    let isKnown = try holdsAll(of: message.request)
    _ = try serve(message.request, message.owner, message.store)
    if isKnown, hub.storage.log.count != before.log.count {
      throw Violation(.idempotence, "a late push of known changes grew the hub's log")
    }
  }

  /// Whether a push holds nothing that the hub lacks.
  private func holdsAll(of request: HubRequest) throws -> Bool {
    guard case .push(let push) = request, let replica = ReplicaID(bytes: push.replica),
      let known = try hub.storage.replica(replica)
    else { return false }
    return push.first + UInt64(push.changes.count) - 1 <= known.end.counter
  }

  /// Serves a request that has come before: nothing may change by it.
  private func serveAgain(
    _ request: HubRequest,
    _ owner: Person,
    _ store: ReplicaID
  ) throws -> SyncEvent {
    let before = hub.storage
    tally[.doubledRequest] += 1
    tell("  the request comes twice")
    let event = try serve(request, owner, store)
    let isSame =
      before.log.count == hub.storage.log.count
      && before.quarantine.count == hub.storage.quarantine.count
      && before.offers.count == hub.storage.offers.count
    if case .failed = event { return event }
    guard isSame else {
      throw Violation(.idempotence, "a request that came twice changed the hub's store twice")
    }
    return event
  }

  /// Now and then a laptop asks for less at once, so that a short history has many pages.
  private func narrow(_ request: inout HubRequest) {
    guard case .pull(var pull) = request, chance.happens(0.5) else { return }
    pull.recordsMaximum = UInt32(1 + chance.below(3))
    request = .pull(pull)
  }

  /// Now and then the pages behind a page come with it, and are kept as one.
  private func follow(_ event: inout SyncEvent, to laptop: SimulatedLaptop) throws {
    guard case .pulled(let response) = event, chance.happens(0.5),
      var page = try? PulledPage(response)
    else { return }
    while page.more, !page.provesRestore, chance.happens(0.8) {
      var pull = WirePullRequest()
      pull.cursor = Data(page.cursor)
      pull.recordsMaximum = UInt32(1 + chance.below(3))
      guard
        case .pulled(let next) = try serve(.pull(pull), laptop.owner, laptop.enrolledAs),
        let behind = try? PulledPage(next), page.takes(behind)
      else { break }
      page.take(behind)
    }
    event = .paged(page)
  }

  /// Now and then the hub takes only short batches.
  private func limit(_ event: inout SyncEvent) {
    guard case .greeted(var response) = event, chance.happens(0.5) else { return }
    response.changesMaximum = UInt32(1 + chance.below(4))
    event = .greeted(response)
  }
}
