// Busker's pixel. It keeps the id of the click in this shop's own storage for seven days, and sends what `busker` is told.
;(() => {
  const script = document.currentScript
  const client = script && script.dataset.client
  if (!client) return
  const place = 'busker_click'
  const lastsMs = 7 * 24 * 3600 * 1000
  const now = () => new Date().getTime()
  // Storage may be closed to us: then conversions are told without a click.
  const quietly = (work) => {
    try {
      return work()
    } catch {
      return undefined
    }
  }
  const came = new URLSearchParams(location.search).get('bclid')
  if (came) quietly(() => localStorage.setItem(place, JSON.stringify({ id: came, at: now() })))
  const click = () =>
    quietly(() => {
      const kept = JSON.parse(localStorage.getItem(place))
      if (kept && now() - kept.at < lastsMs) return kept.id
      localStorage.removeItem(place)
    })
  // Pages without https have no random ids.
  const anyId = () => (crypto.randomUUID ? crypto.randomUUID() : String(now()))
  window.busker = (event, told = {}) => {
    const given = { client, event, event_id: told.event_id || anyId(), bclid: click() }
    for (const name of ['value', 'currency', 'order_id']) given[name] = told[name]
    const query = new URLSearchParams()
    for (const name in given) if (given[name] !== undefined) query.set(name, given[name])
    new Image().src = new URL('/v1/pixel.gif?' + query, script.src).href
  }
  // A page may have told something before this file was there.
  for (const told of window.buskerTold || []) window.busker(...told)
  window.buskerTold = { push: (told) => window.busker(...told) }
})()
