/** @type {import("next").NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  // The default corner covers the settings link of the rail.
  devIndicators: { position: "bottom-right" },
  typedRoutes: false,
  // The console may be served from any host its owner allows; images are never resized by the server.
  images: { unoptimized: true },
};

export default config;
