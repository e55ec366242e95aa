import { request } from "../site/api.js";
import { say } from "../site/dom.js";
import { canonical } from "../site/time-zones.js";
import { offer } from "./offer.js";

/** Offers the time zone of this browser to a person whose times are in another one, once for each zone. */
export function offerTimeZone({ timeZone: chosen, userId }) {
  const own = canonical();
  const key = `time-zone:${userId}`;
  if (own === undefined || own === canonical(chosen) || localStorage.getItem(key) === own) return;
  const keep = () => localStorage.setItem(key, own);
  const use = async () => {
    const { ok } = await request("PATCH", "/api/auth/me/", { time_zone: own });
    if (ok) location.reload();
    else location.assign("/accounts/settings/");
  };
  offer("time-zone", say("Times are shown in {zone}.", { zone: chosen }), [
    [say("Use {zone}", { zone: own }), use],
    [say("Keep {zone}", { zone: chosen }), keep],
  ]);
}
