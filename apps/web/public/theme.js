// Before the first paint: the light that this visitor chose. Its own file, so that a strict content policy needs no nonce for it.
try {
  const theme = localStorage.getItem('theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {}
