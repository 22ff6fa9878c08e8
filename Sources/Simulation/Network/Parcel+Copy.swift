import Messages
import Records

extension Parcel.Message {
    /// A second copy of the message with buffers of its own, so that each has one owner.
    func copied(pool: BufferPool) -> Parcel.Message {
        switch self {
        case .toBroker(.produce(let request)): return .toBroker(.produce(request.copy()))
        case .toBroker(.fetch(var request)):
            request.spent = nil
            return .toBroker(.fetch(request))
        case .toBroker(.fetched(let response)):
            return .toBroker(.fetched(response.copied(pool: pool)))
        case .toClient(.fetched(let response)):
            return .toClient(.fetched(response.copied(pool: pool)))
        case .toClient(.produced(let request)): return .toClient(.produced(request.copy()))
        case .toBroker, .toController, .toClient: return self
        }
    }
}

extension FetchResponse {
    fileprivate func copied(pool: BufferPool) -> FetchResponse {
        var response = self
        if let batches {
            let copy = pool.take(atLeast: batches.count)
            copy.base.copyMemory(from: batches.base + batches.start, byteCount: batches.count)
            copy.end = batches.count
            copy.passages = batches.passages
            response.batches = copy
        }
        return response
    }
}
