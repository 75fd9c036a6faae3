/** What settings offer: the types of events, and the parts of the program that invite. */
export const EVENT_TYPES = ["MEETING", "DELIVERY", "VENDOR_VISIT", "INTERNAL"] as const;
export const MODULES = ["calendar", "orders", "purchasing"] as const;
